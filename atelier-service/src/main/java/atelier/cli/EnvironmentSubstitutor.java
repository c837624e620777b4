package atelier.cli;

import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import org.apache.commons.text.TextStringBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Substitutes environment variables in config.yml. A value is taken literally: it may contain quotes, and {@code ${}} in a value is not
 * substituted again. A variable that is not set and has no default stops the start.
 */
public final class EnvironmentSubstitutor extends EnvironmentVariableSubstitutor {
    public EnvironmentSubstitutor() {
        super(true);
        setDisableSubstitutionInValues(true);
    }

    @Override
    protected @Nullable String resolveVariable(
            @Nullable String name, @Nullable TextStringBuilder buffer, int start, int end) {
        String value = super.resolveVariable(name, buffer, start, end);
        // Values stand between single quotes in config.yml, where YAML writes a single quote twice.
        return value == null ? null : value.replace("'", "''");
    }
}
