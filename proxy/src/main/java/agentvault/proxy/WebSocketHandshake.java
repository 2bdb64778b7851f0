package agentvault.proxy;

import agentvault.crypto.Hash;
import agentvault.http.Fields;
import agentvault.http.Framing;
import agentvault.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// How a WebSocket is asked for and accepted (RFC 6455).
final class WebSocketHandshake {

    private static final String APPENDED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketHandshake() {}

    static boolean asked(RequestHead head) {
        return head.method().equals("GET")
                && head.line().minorVersion() == 1
                && head.framing() instanceof Framing.None
                && lists(head.fields(), "upgrade", "websocket")
                && lists(head.fields(), "connection", "upgrade")
                && one(head.fields(), "sec-websocket-key").isPresent();
    }

    /// Whether it was this request that the other side understood.
    static boolean accepted(Fields request, Fields response) {
        var expected = one(request, "sec-websocket-key").map(WebSocketHandshake::answer);
        return expected.isPresent()
                && lists(response, "upgrade", "websocket")
                && one(response, "sec-websocket-accept").equals(expected);
    }

    private static String answer(String key) {
        return Base64.getEncoder().encodeToString(Hash.sha1((key + APPENDED).getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Optional<String> one(Fields fields, String name) {
        Optional<String> found = Optional.empty();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.named(i, name)) continue;
            if (found.isPresent()) return Optional.empty();
            found = Optional.of(fields.value(i));
        }
        return found;
    }

    private static boolean lists(Fields fields, String name, String wanted) {
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.named(i, name)) continue;
            for (var part : fields.value(i).split(",", -1))
                if (part.strip().toLowerCase(Locale.ROOT).equals(wanted)) return true;
        }
        return false;
    }
}
