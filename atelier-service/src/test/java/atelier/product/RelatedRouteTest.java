package atelier.product;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningService.class)
class RelatedRouteTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {"5;[2,2,5,8,1]", "1;[3,2]", "2;[1]", "3;[]"})
    void relatedIdsAreInFileOrderWithRepetitionsAndSelfReferences(int id, String related, Service service) {
        assertThat(service.get("/products/" + id + "/related").body()).isEqualTo(related);
    }
}
