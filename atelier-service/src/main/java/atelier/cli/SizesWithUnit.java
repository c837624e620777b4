package atelier.cli;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import io.dropwizard.util.DataSize;
import java.io.Serial;

/** Reads a size that has a unit. Dropwizard reads a size without a unit as bytes, so {@code CACHE_SIZE=64} would mean no cache. */
final class SizesWithUnit extends FromStringDeserializer<DataSize> {
    @Serial
    private static final long serialVersionUID = 1;

    SizesWithUnit() {
        super(DataSize.class);
    }

    @Override
    protected DataSize _deserialize(String value, DeserializationContext context) {
        if (!Character.isLetter(value.charAt(value.length() - 1))) {
            throw new IllegalArgumentException("no unit");
        }
        return DataSize.parse(value);
    }
}
