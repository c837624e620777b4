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

/** Dropwizard's text or JSON layout, with the request's id in each line of a request: {@code type: request-id} in config.yml. */
@JsonTypeName("request-id")
@SuppressWarnings("FieldMayBeFinal") // Jackson sets the field.
final class RequestIdLayoutFactory implements DiscoverableLayoutFactory<ILoggingEvent> {
    private static final String TEXT_TIME = "yyyy-MM-dd HH:mm:ss.SSS";

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
        factory.setTimestampFormat(JsonRequestLayout.TIME);
        // Puts request_id beside the other members, as in the request log, so that one query finds both lines.
        factory.setFlattenMdc(true);
        return factory.build(context, timeZone);
    }

    private static LayoutBase<ILoggingEvent> text(LoggerContext context, TimeZone timeZone) {
        DropwizardLayout layout = new DropwizardLayout(context, timeZone);
        layout.setPattern("%-5p [%d{" + TEXT_TIME + ',' + timeZone.getID()
                + "}] %replace(%X{request_id}){'(.+)', '[$1] '}%c: %m%n%dwREx");
        return layout;
    }
}
