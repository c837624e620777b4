package atelier.sample;

/**
 * What to generate.
 *
 * @param firstId the id of the first product; the others follow without a gap
 * @param dirty whether to include the dirt of the published files, all of which the result counts
 * @param shoppers whether to write what shoppers have written: reviews, questions and answers
 * @param pictures the address of the service that draws the pictures, without a slash at its end
 */
public record Sample(int firstId, int products, long seed, boolean dirty, boolean shoppers, String pictures) {
    /** The largest number of products of a catalogue. */
    public static final int MOST_PRODUCTS = 100_000_000;

    /** The largest id of a first product, with room for as many products as possible. */
    public static final int LAST_FIRST_ID = 1_000_000_000;

    /** Where a service that was started without settings draws pictures. */
    public static final String DEFAULT_PICTURES = "http://localhost:8080";

    public Sample {
        if (products < 1 || products > MOST_PRODUCTS) {
            throw new IllegalArgumentException("products is " + products + ", not 1 to " + MOST_PRODUCTS);
        }
        if (firstId < 1 || firstId > LAST_FIRST_ID) {
            throw new IllegalArgumentException("firstId is " + firstId + ", not 1 to " + LAST_FIRST_ID);
        }
    }

    /** Returns a sample of all thirteen files without dirt, whose products are numbered from 1. */
    public static Sample of(int products, long seed) {
        return new Sample(1, products, seed, false, true, DEFAULT_PICTURES);
    }

    /** Returns the same with the dirt of the published files. */
    public Sample withDirt() {
        return new Sample(firstId, products, seed, true, shoppers, pictures);
    }

    /** Returns the six files of the same catalogue, byte for byte. */
    public Sample catalogueOnly() {
        return new Sample(firstId, products, seed, dirty, false, pictures);
    }

    /** Returns a sample whose first product has another id. */
    public Sample from(int otherFirstId) {
        return new Sample(otherFirstId, products, seed, dirty, shoppers, pictures);
    }

    /** Returns the same with pictures of another service. */
    public Sample withPicturesAt(String address) {
        return new Sample(firstId, products, seed, dirty, shoppers, address);
    }

    int lastId() {
        return firstId + products - 1;
    }
}
