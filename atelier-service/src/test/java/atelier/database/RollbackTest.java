package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OtherTransaction;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code db rollback} takes its locks in the order of reads and writes, so that it waits for those that run. */
@ExtendWith(RunningService.class)
@SuppressWarnings("NullAway.Init")
class RollbackTest {
    private Service service;
    private DatabaseSettings settings;

    @Test
    void eachChangeIsRolledBackAfterTheStatementsThatUseItsTables(Service shared) throws Exception {
        service = shared;
        settings = shared.newMigratedDatabase("rollback");

        rollBack("answers-by-statement", "questions.question", "questions.answer");
        rollBack("fill-shown");
        rollBack("shown-answers", "questions.question", "questions.answer");
        rollBack("row-photos", "reviews.review", "questions.answer");
        rollBack("interactions", "shop.interaction");
        rollBack("shop", "shop.cart", "shop.cart_item");
        rollBack("questions", "questions.question", "questions.answer", "questions.photo", "questions.edition");
        rollBack("reviews", "reviews.rating_count", "reviews.review", "reviews.photo", "reviews.characteristic");
        rollBack("sku-id");
        rollBack("document-shape");
        rollBack("change", "catalogue.document", "catalogue.edition", "audit.change");
        rollBack("page-products", "catalogue.page_start", "catalogue.product");
        rollBack("document", "catalogue.document", "catalogue.edition", "catalogue.product");
        rollBack("catalogue", "catalogue.page_start", "catalogue.product", "catalogue.edition", "catalogue.sku");

        assertThat(service.query(settings, "SELECT count(*) FROM databasechangelog"))
                .isEqualTo("0");
    }

    /** Another transaction has a lock of the first table when the rollback begins, and needs the others then. */
    private void rollBack(String change, String... tables) throws Exception {
        assertThat(service.query(settings, "SELECT id FROM databasechangelog ORDER BY orderexecuted DESC LIMIT 1"))
                .isEqualTo(change);
        CompletableFuture<Void> rollback;
        if (tables.length == 0) {
            rollback = CompletableFuture.runAsync(this::rollBackOne);
        } else {
            try (OtherTransaction reading = OtherTransaction.begin(Database.share(settings), lock(tables[0]))) {
                rollback = CompletableFuture.runAsync(this::rollBackOne);
                OtherTransaction.awaitWaiting(() -> service.query(settings, OtherTransaction.WAITING), 1);
                for (String table : tables) {
                    reading.executeSoon(lock(table));
                }
            }
        }
        rollback.get(20, TimeUnit.SECONDS);
    }

    private static String lock(String table) {
        return "LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE";
    }

    private void rollBackOne() {
        try (Database database = Database.share(settings);
                Connection connection = database.connect()) {
            liquibase.database.Database target =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            LiquibaseErrors.quietly(() -> new Liquibase(Migrations.FILE, new ClassLoaderResourceAccessor(), target)
                    .rollback(1, new Contexts(), new LabelExpression()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
