package agentvault.wire;

import java.io.IOException;
import java.io.OutputStream;

/// Writes the body of an answer piece by piece. Writing waits for a slow client; `flush` sends what there is.
@FunctionalInterface
public interface BodyWriter {

    void writeTo(OutputStream out) throws IOException;
}
