package atelier.cli;

import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import org.apache.commons.text.TextStringBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into config.yml as they are: a quote in a password stays one, and {@code ${}} in it is no
 * variable. A variable that is neither set nor has a default stops the start.
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
        // Texts stand between single quotes in config.yml, where YAML doubles one that is meant.
        return value == null ? null : value.replace("'", "''");
    }
}
