package atelier.cli;

import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import java.util.function.Function;
import org.apache.commons.text.TextStringBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Substitutes environment variables in a value of config.yml. An empty variable counts as unset, as with {@code :-} in a shell. A
 * variable that is not set and has no default stops the start. {@code ${}} in a value is not substituted again.
 */
final class EnvironmentSubstitutor extends EnvironmentVariableSubstitutor {
    private final Function<String, @Nullable String> environment;

    /** Creates a substitutor for the variables that this function returns. */
    EnvironmentSubstitutor(Function<String, @Nullable String> environment) {
        super(true);
        this.environment = environment;
        setDisableSubstitutionInValues(true);
    }

    @Override
    protected @Nullable String resolveVariable(
            @Nullable String name, @Nullable TextStringBuilder buffer, int start, int end) {
        String value = name == null ? null : environment.apply(name);
        if (name == null || value == null || value.isBlank()) {
            return null;
        }
        // A file or a command that sets a variable often adds a line break. A password may begin or end with a space.
        return name.endsWith("PASSWORD") ? value.replaceFirst("[\\r\\n]+$", "") : value.strip();
    }
}
