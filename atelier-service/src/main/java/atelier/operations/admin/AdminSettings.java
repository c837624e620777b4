package atelier.operations.admin;

/**
 * Who may reach the admin pages.
 *
 * @param exposed whether they may listen on an address that other machines reach, and answer to any name
 */
public record AdminSettings(boolean exposed) {}
