package atelier.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.util.DataSize;
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
        super(type, validator, strict(mapper), propertyPrefix);
        this.environment = environment;
    }

    private static ObjectMapper strict(ObjectMapper mapper) {
        return mapper.copy().registerModule(new SimpleModule().addDeserializer(DataSize.class, new SizesWithUnit()));
    }

    /**
     * Substitutes the variables, and makes the settings of the file.
     *
     * @throws OperatorException if a variable without default is not set, or a value is refused
     * @throws ConfigurationException if the file has a member that is not a setting
     */
    @Override
    protected T build(JsonNode file, String path) throws IOException, ConfigurationException {
        ConfigurationVariables variables = new ConfigurationVariables(new EnvironmentSubstitutor(environment));
        variables.substitute(file);
        RefusedValues refused = new RefusedValues(variables, path);
        LogLevels.firstUnknown(file).ifPresent(level -> {
            throw new OperatorException(refused.explain(level, LogLevels.RULE));
        });
        try {
            return super.build(file, path);
        } catch (ConfigurationException e) {
            String reason = refused.explain(e);
            if (reason == null) {
                throw e;
            }
            throw new OperatorException(reason, e);
        }
    }
}
