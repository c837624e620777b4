package atelier.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AfterwardsTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void tasksOfASeriesRunAtItsEndAndInTheirOrder() {
        Afterwards.run(() -> {
            Afterwards.execute(() -> done.add("first task"));
            Afterwards.execute(() -> done.add("second task"));
            done.add("series");
        });

        assertThat(done).containsExactly("series", "first task", "second task");
    }

    @Test
    void aTaskRunsAtOnceOutsideASeriesAndInsideAnotherTask() {
        Afterwards.execute(() -> done.add("outside"));
        assertThat(done).containsExactly("outside");

        Afterwards.run(() -> Afterwards.execute(() -> {
            Afterwards.execute(() -> done.add("inner"));
            done.add("outer");
        }));
        assertThat(done).containsExactly("outside", "inner", "outer");
    }

    @Test
    void eachTaskRunsEvenIfTheSeriesOrAnotherTaskFails() {
        assertThatThrownBy(() -> Afterwards.run(() -> {
                    Afterwards.execute(() -> {
                        throw new IllegalStateException("task");
                    });
                    Afterwards.execute(() -> done.add("second task"));
                    throw new IllegalStateException("series");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(done).containsExactly("second task");

        Afterwards.execute(() -> done.add("at once"));
        assertThat(done).containsExactly("second task", "at once");
    }
}
