package atelier.write;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;

/** A body of the right shape whose fields have invalid values. Becomes a response with status 422. */
public final class InvalidFieldsException extends RuntimeException {
    private static final int UNPROCESSABLE = 422;

    private final transient Map<String, String> fields;

    public InvalidFieldsException(Map<String, String> fields) {
        super("Nothing was changed: see fields for what is wrong with each");
        this.fields = fields;
    }

    /** The shape of all errors, and a message for each invalid field. */
    record Body(int code, String message, Map<String, String> fields) {}

    static final class Mapper implements ExceptionMapper<InvalidFieldsException> {
        @Override
        public Response toResponse(InvalidFieldsException thrown) {
            return Response.status(UNPROCESSABLE)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .entity(new Body(UNPROCESSABLE, String.valueOf(thrown.getMessage()), thrown.fields))
                    .build();
        }
    }
}
