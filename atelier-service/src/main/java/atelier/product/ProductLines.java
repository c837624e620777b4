package atelier.product;

/**
 * Some products that follow each other in the list.
 *
 * @param question for which of the questions they are, counted from 1
 * @param position how many products come before them
 * @param lines each product's JSON, without its campus; nothing if the page is past the end
 * @param total the number of products in the catalogue
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them, and a text would be decoded and encoded for nothing.
public record ProductLines(int question, int position, byte[] lines, int total) {}
