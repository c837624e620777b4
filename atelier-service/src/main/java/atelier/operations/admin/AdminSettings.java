package atelier.operations.admin;

/**
 * The settings of the admin port.
 *
 * @param exposed whether the port may listen on an address that other machines can reach, and accept any host name
 */
public record AdminSettings(boolean exposed) {}
