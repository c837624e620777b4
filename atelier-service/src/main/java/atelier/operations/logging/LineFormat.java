package atelier.operations.logging;

import java.io.IOException;
import java.io.OutputStream;

/** How the line of a request looks. No client can begin another line by what it sends, nor move a terminal's cursor. */
@FunctionalInterface
interface LineFormat {
    /** Writes one line with its end, in ASCII. */
    void write(AnsweredRequest request, OutputStream lines) throws IOException;
}
