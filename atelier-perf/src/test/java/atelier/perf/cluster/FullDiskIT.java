package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.service.Waiting;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of PostgreSQL is full, and later has room again. */
@BesideOthers
@FullTier("starts a PostgreSQL and a node")
class FullDiskIT {
    private static final int DISK_MEBIBYTES = 300;
    private static final int PRODUCTS = 200;
    private static final double SECONDS_WITHOUT_ROOM = 2;

    @TempDir
    private static Path folder;

    private static PostgresServer database;

    @Test
    void aFullDiskRefusesWritesAndLosesNone() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_MEBIBYTES, FullDiskIT.class)) {
            database = new PostgresServer(disk.folder());
            try (PostgresServer server = database) {
                server.start();
                Path logs = folder.toRealPath();
                new Commands(logs, server.settings()).prepare(PRODUCTS);
                Map<String, String> settings = new HashMap<>(server.settings());
                settings.putAll(Cluster.WRITERS);
                try (Node node = new Node("node", logs, Jvm.SHORT_LIVED, settings)) {
                    node.start();
                    fillAndFree(disk, "http://" + node.address());
                }
            }
        }
    }

    private static void fillAndFree(SmallDisk disk, String address) throws Exception {
        try (Traffic traffic = Traffic.start(address, Cluster.catalogue(address), 100);
                Witness writers = Witness.start(address, 1)) {
            traffic.run(1);
            disk.fill();
            double full = traffic.now();
            traffic.run(SECONDS_WITHOUT_ROOM);
            // Until now PostgreSQL had room in files that it had. It stops when it cannot begin the next file of its
            // log.
            Waiting.until("the log is full", FullDiskIT::hasNoRoomForItsLog);
            double stopped = traffic.now();
            traffic.run(SECONDS_WITHOUT_ROOM);
            disk.free();
            if (!responds()) {
                database.close();
                database.start();
            }
            double free = traffic.now();
            traffic.run(1);

            Samples samples = traffic.end();
            Witness.Testimony testimony = writers.end(List.of(address));
            Samples refused = testimony.samples().between(full, free).failed();
            System.out.printf(
                    Locale.ROOT,
                    "the disk of PostgreSQL is full for %.1f s, its log after %.1f s: %s%n  writers: %s%n",
                    free - full,
                    stopped - full,
                    samples.between(full, free).figures(),
                    testimony.figures());
            assertThat(testimony.faults()).isEmpty();
            assertThat(refused.writes().count()).isPositive();
            assertThat(samples.failed().where(sample -> sample.status() != 503).all())
                    .isEmpty();
            assertThat(samples.between(0, full).failed().all()).isEmpty();
            assertThat(testimony
                            .samples()
                            .between(free + 1, Double.MAX_VALUE)
                            .failed()
                            .all())
                    .isEmpty();
        }
    }

    private static boolean hasNoRoomForItsLog() {
        try {
            database.query("SELECT pg_switch_wal()");
            return false;
        } catch (SQLException failure) {
            return true;
        }
    }

    private static boolean responds() {
        try {
            return database.query("SELECT 1").equals("1");
        } catch (SQLException failure) {
            return false;
        }
    }
}
