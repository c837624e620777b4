package atelier.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a YAML file whose values are environment variables. A message about a value names its variable. */
public final class EnvironmentConfigurationFactory<T> extends YamlConfigurationFactory<T> {
    private final Function<String, @Nullable String> environment;

    /** Creates a factory that uses the variables of this process. */
    public EnvironmentConfigurationFactory(
            Class<T> type, @Nullable Validator validator, ObjectMapper mapper, String propertyPrefix) {
        this(type, validator, mapper, propertyPrefix, System::getenv);
    }

    /** Creates a factory that uses the variables that a function returns. */
    public EnvironmentConfigurationFactory(
            Class<T> type,
            @Nullable Validator validator,
            ObjectMapper mapper,
            String propertyPrefix,
            Function<String, @Nullable String> environment) {
        super(type, validator, mapper, propertyPrefix);
        this.environment = environment;
    }

    /**
     * Substitutes the variables, and makes the settings of the file.
     *
     * @throws OperatorException if a variable without default is not set, or a value is refused
     * @throws ConfigurationException if the file has a member that no setting has
     */
    @Override
    protected T build(JsonNode file, String path) throws IOException, ConfigurationException {
        ConfigurationVariables variables = new ConfigurationVariables(new EnvironmentSubstitutor(environment));
        variables.substitute(file);
        try {
            return super.build(file, path);
        } catch (ConfigurationException e) {
            String reason = new RefusedValues(variables, path).explain(e);
            if (reason == null) {
                throw e;
            }
            throw new OperatorException(reason, e);
        }
    }
}
