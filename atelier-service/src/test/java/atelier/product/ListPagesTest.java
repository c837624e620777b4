package atelier.product;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class ListPagesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7, 10, 102, 103, 104, 1000})
    void pagesOfAnyLengthTogetherAreTheWholeCatalogue(int count, Service service, @TempDir Path directory)
            throws Exception {
        CatalogueGenerator.generate(directory, Sample.of(103, 9).withDirt().catalogueOnly(), false, rows -> {});
        service.importFrom(directory);
        String all = service.query("SELECT json_agg(id ORDER BY id)::text FROM catalogue.product");

        List<Integer> listed = new ArrayList<>();
        int page = 1;
        JsonNode products = page(service, page, count);
        while (!products.isEmpty()) {
            assertThat(products.size()).isLessThanOrEqualTo(count);
            products.forEach(product -> listed.add(product.get("id").intValue()));
            products = page(service, ++page, count);
        }

        assertThat(listed).hasSize(103);
        assertThat(listed.toString()).isEqualTo(all);
        assertThat(page - 1).isEqualTo((103 + count - 1) / count);
    }

    @Test
    void pageOfOneProductEqualsTheProductWithoutFeatures(Service service, @TempDir Path directory) throws Exception {
        CatalogueGenerator.generate(directory, Sample.of(23, 9).withDirt().catalogueOnly(), false, rows -> {});
        service.importFrom(directory);

        for (JsonNode product : page(service, 1, 23)) {
            String alone = service.get("/products/" + product.get("id")).body();
            assertThat(alone)
                    .startsWith(
                            product.toString().substring(0, product.toString().length() - 1) + ",\"features\":");
        }
    }

    private static JsonNode page(Service service, int page, int count) throws Exception {
        return new ObjectMapper()
                .readTree(service.get("/products?page=" + page + "&count=" + count)
                        .body());
    }
}
