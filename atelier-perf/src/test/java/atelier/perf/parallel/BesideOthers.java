package atelier.perf.parallel;

import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;

/** A test that mostly waits for its own child processes and does not depend on their speed, so it may run beside others. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Execution(CONCURRENT)
public @interface BesideOthers {}
