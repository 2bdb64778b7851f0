package agentvault.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;

/// One request as Jetty's parser reads it, at its strictest.
///
/// @param hosts what stands in Host headers
/// @param body how many bytes its body has
/// @param left how many bytes come after it
/// @param trouble why it is none, or nothing
record SecondReading(
        String method, String target, List<String> hosts, boolean chunked, long body, int left, String trouble) {

    static SecondReading of(String bytes) {
        var heard = new Heard();
        var parser = new HttpParser(heard, -1, HttpCompliance.STRICT);
        var in = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
        int before = -1;
        while (!heard.whole && heard.trouble.isEmpty() && before != in.remaining()) {
            before = in.remaining();
            parser.parseNext(in);
        }
        if (!heard.whole && heard.trouble.isEmpty()) heard.trouble = "it does not end";
        return new SecondReading(
                heard.method,
                heard.target,
                List.copyOf(heard.hosts),
                heard.chunked,
                heard.body,
                in.remaining(),
                heard.trouble);
    }

    boolean whole() {
        return trouble.isEmpty();
    }

    private static final class Heard implements HttpParser.RequestHandler {

        private final List<String> hosts = new ArrayList<>();
        private String method = "";
        private String target = "";
        private String trouble = "";
        private boolean chunked;
        private boolean whole;
        private long body;

        @Override
        public void startRequest(String said, String uri, HttpVersion version) {
            method = said;
            target = uri;
        }

        @Override
        public void parsedHeader(HttpField field) {
            if (field.getName().equalsIgnoreCase("Host")) hosts.add(field.getValue());
            chunked |= field.getName().equalsIgnoreCase("Transfer-Encoding");
        }

        @Override
        public boolean headerComplete() {
            return false;
        }

        @Override
        public boolean content(ByteBuffer piece) {
            body += piece.remaining();
            piece.position(piece.limit());
            return false;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public boolean messageComplete() {
            whole = true;
            return true;
        }

        @Override
        public void earlyEOF() {
            trouble = "it ends early";
        }

        @Override
        public void badMessage(HttpException why) {
            trouble = "" + why.getReason();
        }
    }
}
