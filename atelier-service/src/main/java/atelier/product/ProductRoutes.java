package atelier.product;

import atelier.apidocs.OpenApiPart;
import atelier.database.ReadPool;
import atelier.serve.CacheMetrics;
import atelier.serve.Parameter;
import atelier.serve.ReadResponse;
import atelier.serve.ReadRoute;
import atelier.serve.Reads;
import atelier.serve.ResponseFormat;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The read routes of products, and the cached data behind them. */
public final class ProductRoutes implements CatalogueWatch.Listener, Managed {
    private static final String ID = "product_id";

    /** A page repeats data of single products and is requested less often than they are. */
    private static final int SHARE_OF_PAGES = 8;

    private final ProductSettings settings;
    private final DocumentDao documentDao;
    private final Reads<Integer, ProductDocument> documents;
    private final Reads<ProductDao.Page, ReadResponse> pages;

    public ProductRoutes(
            ProductSettings settings,
            ReadPool pool,
            ResponseFormat format,
            DataSize cacheSize,
            CacheMetrics cacheMetrics) {
        this.settings = settings;
        DataSize pageSize = DataSize.bytes(cacheSize.toBytes() / SHARE_OF_PAGES);
        DataSize documentSize = DataSize.bytes(cacheSize.toBytes() - pageSize.toBytes());
        documentDao = new DocumentDao(pool, settings, format);
        documents = new Reads<>("documents", documentDao, documentSize, pool, cacheMetrics);
        pages = new Reads<>("pages", new ProductDao(pool, settings, format), pageSize, pool, cacheMetrics);
    }

    /** Returns the routes. */
    public List<ReadRoute> routes() {
        List<ReadRoute> routes = new ArrayList<>();
        routes.add(ReadRoute.list(
                ID,
                "/products",
                Parameter.count(settings.defaultPageSize(), settings.largestPageSize()),
                values -> pages.find(ProductDao.Page.of(values[0], (int) values[1]))));
        for (ProductDocument.Part part : ProductDocument.Part.ALL) {
            routes.add(ReadRoute.of(
                    "/products/{product_id}" + part.path(),
                    List.of(Parameter.id(ID)),
                    values -> documents.find((int) values[0]).thenApply(document -> document.response(part))));
        }
        return routes;
    }

    /** Returns the routes' part of the OpenAPI document. */
    public OpenApiPart openApi() {
        return OpenApiPart.of(
                ProductRoutes.class,
                Map.of(
                        "defaultPageSize", Integer.toString(settings.defaultPageSize()),
                        "largestPageSize", Integer.toString(settings.largestPageSize())));
    }

    /** Returns the mapper of document rows. */
    public DocumentDao documents() {
        return documentDao;
    }

    @Override
    public void forgetAll() {
        documents.forgetAll();
        pages.forgetAll();
    }

    @Override
    public void forget(Set<Integer> products, boolean listed) {
        products.forEach(documents::forget);
        if (listed) {
            pages.forgetAll();
        }
    }

    @Override
    public void start() {
        documents.start();
        pages.start();
    }

    @Override
    public void stop() {
        documents.stop();
        pages.stop();
    }
}
