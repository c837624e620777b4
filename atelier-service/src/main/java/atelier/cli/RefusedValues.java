package atelier.cli;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationValidationException;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.DataSizeRange;
import io.dropwizard.validation.DurationRange;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.PortRange;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains why values of the configuration file were refused: the variable, the value, and what it must be. */
final class RefusedValues {
    private static final Map<Class<?>, String> TYPES = Map.of(
            int.class, "a whole number",
            long.class, "a whole number",
            Integer.class, "a whole number",
            boolean.class, "true or false",
            Boolean.class, "true or false",
            Duration.class, "a time such as 500ms, 5s or 1m",
            DataSize.class, "a size such as 8KiB or 64MiB");

    /** Dropwizard's rule about two values, of which config.yml has one: the other one is 8 by default. */
    private static final String TOO_FEW_THREADS = "server.threadPoolSizedCorrectly";

    private static final String THREADS = "server.maxThreads";

    /** Jackson's words about a value of an enum, before the list of all values. */
    private static final String NOT_ONE_OF = " was not one of ";

    private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z]+_[A-Z_]+\\b");

    private final ConfigurationVariables variables;
    private final String file;

    RefusedValues(ConfigurationVariables variables, String file) {
        this.variables = variables;
        this.file = file;
    }

    /** Returns the reason in one line; null if it is not about values. */
    @Nullable
    String explain(ConfigurationException failure) {
        if (failure instanceof ConfigurationValidationException invalid) {
            return invalid.getConstraintViolations().stream()
                    .map(this::explain)
                    .sorted()
                    .collect(Collectors.joining("; "));
        }
        return failure.getCause() instanceof JsonMappingException refused
                        && !(refused instanceof UnrecognizedPropertyException)
                ? explain(refused)
                : null;
    }

    private String explain(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        if (path.equals(TOO_FEW_THREADS)) {
            return name(THREADS) + " must be at least 8" + butIs(THREADS);
        }
        // A rule about several values names their variables itself.
        String message = violation.getMessage();
        return variables.origin(path).isEmpty() && message.matches("[A-Z]+_[A-Z_]+ .*")
                ? message + butAre(message)
                : explain(path, rule(violation));
    }

    /** Returns the reason for the value at a path: the variable, the rule and the value. */
    String explain(String path, String rule) {
        return name(path) + " " + rule + butIs(path);
    }

    /** Returns the values of the variables that a rule names. */
    private String butAre(String rule) {
        List<String> values = VARIABLE.matcher(rule)
                .results()
                .map(found -> variables.value(found.group()))
                .flatMap(Optional::stream)
                .map(RefusedValues::quoted)
                .toList();
        return values.isEmpty()
                ? ""
                : (values.size() == 1 ? ", but is " : ", but they are ") + String.join(" and ", values);
    }

    /** Returns the rule in English. The validator's own messages depend on the locale. */
    private static String rule(ConstraintViolation<?> violation) {
        Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
        if (constraint instanceof Min least) {
            return "must be at least " + least.value();
        }
        if (constraint instanceof Max most) {
            return "must be at most " + most.value();
        }
        if (constraint instanceof PortRange ports) {
            return "must be a port from " + ports.min() + " to " + ports.max();
        }
        if (constraint instanceof MinDuration least) {
            return "must be at least " + least.value() + " "
                    + least.unit().name().toLowerCase(Locale.ROOT);
        }
        if (constraint instanceof DataSizeRange range) {
            return "must be from " + range.min() + " to " + range.max() + " "
                    + range.unit().name().toLowerCase(Locale.ROOT);
        }
        if (constraint instanceof DurationRange range) {
            String unit = " " + range.unit().name().toLowerCase(Locale.ROOT);
            return "must be from " + range.min() + " to " + range.max() + unit;
        }
        return violation.getMessage();
    }

    private String explain(JsonMappingException refused) {
        String path = "";
        for (JsonMappingException.Reference step : refused.getPath()) {
            path = step.getFieldName() == null
                    ? ConfigurationVariables.path(path, step.getIndex())
                    : ConfigurationVariables.path(path, step.getFieldName());
        }
        // Our own types explain themselves.
        if (refused.getCause() instanceof InvalidSettingException own) {
            return name(path) + " " + own.getMessage();
        }
        String type = type(refused);
        if (type == null) {
            Throwable cause = refused.getCause();
            type = "valid (" + (cause == null ? refused.getOriginalMessage() : cause.getMessage()) + ")";
        }
        return name(path) + " must be " + type + butIs(path);
    }

    private static @Nullable String type(JsonMappingException refused) {
        int values = refused.getOriginalMessage().indexOf(NOT_ONE_OF);
        if (values >= 0) {
            String names = refused.getOriginalMessage().substring(values + NOT_ONE_OF.length());
            return "one of " + names.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        }
        if (refused instanceof ValueInstantiationException unusable) {
            return TYPES.get(unusable.getType().getRawClass());
        }
        return refused instanceof MismatchedInputException mismatched ? TYPES.get(mismatched.getTargetType()) : null;
    }

    private String name(String path) {
        return variables
                .origin(path)
                .map(ConfigurationVariables.Origin::variables)
                .orElse(path + " in " + file);
    }

    /** Returns the value, unless it may be a secret. */
    private String butIs(String path) {
        return variables
                .origin(path)
                .filter(origin -> !origin.variables().matches(".*(PASSWORD|TOKENS|DATABASE_URL).*"))
                .map(origin -> ", but is " + quoted(origin.value()))
                .orElse("");
    }

    /** A message is one line, whatever the value. */
    private static String quoted(String value) {
        return "\"" + value.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
