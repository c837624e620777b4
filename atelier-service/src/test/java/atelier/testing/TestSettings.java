package atelier.testing;

import atelier.database.DatabaseSettings;
import org.jspecify.annotations.Nullable;

/** Settings of a database that differ from others in how it is reached. */
public final class TestSettings {
    private TestSettings() {}

    /** Returns the settings of the same database for another role. */
    public static DatabaseSettings as(DatabaseSettings settings, String role, String password) {
        return reached(settings, settings.url(), role, password);
    }

    /** Returns the settings of the same database behind another URL. */
    public static DatabaseSettings at(DatabaseSettings settings, String url) {
        return reached(settings, url, settings.user(), settings.password());
    }

    private static DatabaseSettings reached(
            DatabaseSettings settings, @Nullable String url, @Nullable String user, @Nullable String password) {
        return new DatabaseSettings(
                url,
                user,
                password,
                null,
                settings.dataDirectory(),
                settings.poolSize(),
                settings.freshPoolSize(),
                settings.poolWait(),
                settings.readLimit(),
                settings.connectTimeout(),
                settings.statementTimeout(),
                settings.slowStatement(),
                settings.startupWait());
    }
}
