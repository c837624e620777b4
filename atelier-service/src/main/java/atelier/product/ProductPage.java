package atelier.product;

/**
 * One page of the list.
 *
 * @param body the JSON array
 * @param total the number of products in the catalogue
 */
public record ProductPage(String body, int total) {}
