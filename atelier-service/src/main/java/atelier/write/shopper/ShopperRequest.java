package atelier.write.shopper;

import atelier.http.WholeNumbers;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request that a route may read.
 *
 * @param variable the text of the template's variable, as it is in the path
 * @param body empty if the route keeps no body
 * @param authorization the value of {@code Authorization}, which may be anything
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
public record ShopperRequest(
        String variable, byte[] body, @Nullable String authorization) {
    /**
     * Returns the id in the path.
     *
     * @param thing what it identifies, for the message
     * @throws RefusedException with 404 if it is not a whole number from 1 to the largest id
     */
    public int id(String thing) {
        OptionalLong number = WholeNumbers.parse(variable);
        if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > Integer.MAX_VALUE) {
            throw new RefusedException(404, "Error: invalid " + thing + " id provided");
        }
        return (int) number.getAsLong();
    }

    /** Leaves out the body and the header, which may hold an email address or a password. */
    @Override
    public String toString() {
        return "ShopperRequest[" + variable + "]";
    }
}
