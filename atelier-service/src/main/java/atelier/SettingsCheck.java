package atelier;

import atelier.cli.OperatorException;
import atelier.http.ListenAddresses;
import atelier.operations.admin.AdminPort;

/**
 * Checks what depends on more than a value of config.yml: on files, on the addresses and the memory of this machine. Both {@code check} and
 * the start of the service call it, so that both refuse the same settings.
 */
final class SettingsCheck {
    private SettingsCheck() {}

    /**
     * Checks the settings of the service. It opens no database.
     *
     * @throws OperatorException naming the variable that has to be changed
     */
    static void requireUsable(AtelierConfiguration configuration) {
        AdminPort.requireUsable(configuration.getAdminPort(), configuration);
        ListenAddresses.requireUsable(configuration);
        configuration.getDatabase().requireUsable();
        configuration.getChanges().requireUsable();
        configuration.getCache().requireRoom(Runtime.getRuntime().maxMemory());
    }
}
