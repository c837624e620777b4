package atelier.operations.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.common.DropwizardLayout;
import io.dropwizard.logging.common.layout.DiscoverableLayoutFactory;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import jakarta.validation.constraints.NotNull;
import java.util.TimeZone;

/** Dropwizard's text or JSON with the id of the request in each line that has one: {@code type: lines} in config.yml. */
@JsonTypeName("lines")
@SuppressWarnings("FieldMayBeFinal") // Jackson sets the field.
final class LineLayoutFactory implements DiscoverableLayoutFactory<ILoggingEvent> {
    @JsonProperty
    @NotNull
    private Format format = Format.TEXT;

    enum Format {
        TEXT,
        JSON
    }

    @Override
    public LayoutBase<ILoggingEvent> build(LoggerContext context, TimeZone timeZone) {
        return format == Format.JSON ? json(context, timeZone) : text(context, timeZone);
    }

    private static LayoutBase<ILoggingEvent> json(LoggerContext context, TimeZone timeZone) {
        EventJsonLayoutBaseFactory factory = new EventJsonLayoutBaseFactory();
        factory.setTimestampFormat(JsonLines.TIME);
        // The id stands beside the other members, as in the lines of requests, so that one question finds both.
        factory.setFlattenMdc(true);
        return factory.build(context, timeZone);
    }

    private static LayoutBase<ILoggingEvent> text(LoggerContext context, TimeZone timeZone) {
        DropwizardLayout layout = new DropwizardLayout(context, timeZone);
        layout.setPattern("%-5p [%d{" + TextLines.TIME + ',' + timeZone.getID()
                + "}] %replace(%X{request_id}){'(.+)', '[$1] '}%c: %m%n%dwREx");
        return layout;
    }
}
