/** The load, in Gatling's DSL. {@code mvn gatling:test} runs {@link atelier.perf.simulation.AtelierSimulation}. */
@NullMarked
package atelier.perf.simulation;

import org.jspecify.annotations.NullMarked;
