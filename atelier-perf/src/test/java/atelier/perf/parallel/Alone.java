package atelier.perf.parallel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A test that runs after all others and with nothing beside it. Only {@code mvn verify -Pfull} runs it. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Tag("alone")
@Tag("full")
@ResourceLock("the machine")
public @interface Alone {
    /** The reason why other work on the machine would change the outcome. */
    String value();
}
