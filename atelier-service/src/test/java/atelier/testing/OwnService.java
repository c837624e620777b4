package atelier.testing;

import atelier.testing.RunningService.Service;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A service for the tests of one class, which may change what is in its database. */
public final class OwnService implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Service.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Namespace namespace =
                ExtensionContext.Namespace.create(OwnService.class, context.getRequiredTestClass());
        // The store of the class, so that JUnit closes the service after its last test.
        ExtensionContext classContext =
                context.getTestMethod().isPresent() ? context.getParent().orElseThrow() : context;
        return classContext
                .getStore(namespace)
                .getOrComputeIfAbsent(Service.class, type -> new Service(), Service.class);
    }
}
