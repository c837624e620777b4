/** The load itself, in Gatling's DSL. {@link atelier.perf.simulation.AtelierSimulation} is what {@code mvn gatling:test} runs. */
@NullMarked
package atelier.perf.simulation;

import org.jspecify.annotations.NullMarked;
