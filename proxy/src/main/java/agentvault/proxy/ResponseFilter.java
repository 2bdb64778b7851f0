package agentvault.proxy;

import agentvault.http.Fields;
import agentvault.http.Framing;
import agentvault.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Writes the head of a response as the client gets it: what is between us and the other side stays behind, and the
/// body is framed anew.
final class ResponseFilter {

    private static final Set<String> BETWEEN_US = Set.of(
            "alt-svc", "connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");
    private static final String OF_PROXIES = "proxy-";

    /// What a browser is not to make of a response that comes from our own origin.
    private static final Set<String> NOT_BESIDE_THE_API =
            Set.of("set-cookie", "x-content-type-options", "service-worker-allowed", "clear-site-data");
    private static final String TAMED = "Content-Security-Policy: sandbox\r\nX-Content-Type-Options: nosniff\r\n";

    private final Way way;
    private final boolean toHead;
    private final boolean chunks;

    /// @param toHead whether it answers HEAD
    /// @param chunks whether the client understands chunks
    ResponseFilter(Way way, boolean toHead, boolean chunks) {
        this.way = way;
        this.toHead = toHead;
        this.chunks = chunks;
    }

    /// How the client is told where the body ends.
    enum ClientFraming {
        AS_LONG_AS_SAID,
        CHUNKED,
        UNTIL_CLOSE
    }

    ClientFraming framing(ResponseHead head) {
        return switch (head.framing()) {
            case Framing.None _, Framing.Length _ -> ClientFraming.AS_LONG_AS_SAID;
            case Framing.Chunked _, Framing.UntilClose _ -> chunks ? ClientFraming.CHUNKED : ClientFraming.UNTIL_CLOSE;
        };
    }

    void write(ByteBuf out, ResponseHead head, boolean keepsAlive) {
        ByteBufUtil.writeAscii(out, "HTTP/1.1 " + head.status() + " ");
        out.writeCharSequence(head.line().reason(), StandardCharsets.ISO_8859_1);
        text(out, "\r\n");
        boolean silent = toHead || head.status() == 304;
        writeFields(out, head.fields(), silent);
        if (way == Way.PATH) text(out, TAMED);
        writeFraming(out, head, silent);
        if (head.switches()) text(out, "Connection: Upgrade\r\nUpgrade: websocket\r\n");
        else if (!keepsAlive) text(out, "Connection: close\r\n");
        text(out, "\r\n");
    }

    /// @param silent whether a length tells of a body that does not come
    private void writeFields(ByteBuf out, Fields fields, boolean silent) {
        var nominated = nominated(fields);
        for (int i = 0; i < fields.size(); i++) {
            var name = fields.name(i).toLowerCase(Locale.ROOT);
            boolean kept = !(drops(name) || nominated.contains(name)) || (silent && name.equals("content-length"));
            if (!kept) continue;
            fields.showName(i, out::writeBytes);
            text(out, ": ");
            fields.showValue(i, out::writeBytes);
            text(out, "\r\n");
        }
    }

    private boolean drops(String name) {
        return BETWEEN_US.contains(name)
                || name.startsWith(OF_PROXIES)
                || (way == Way.PATH && NOT_BESIDE_THE_API.contains(name));
    }

    private void writeFraming(ByteBuf out, ResponseHead head, boolean silent) {
        if (silent || head.status() == 204 || head.switches()) return;
        switch (head.framing()) {
            case Framing.None() -> text(out, "Content-Length: 0\r\n");
            case Framing.Length(var bytes) -> text(out, "Content-Length: " + bytes + "\r\n");
            case Framing.Chunked _, Framing.UntilClose _ -> {
                if (chunks) text(out, "Transfer-Encoding: chunked\r\n");
            }
        }
    }

    private static Set<String> nominated(Fields fields) {
        Set<String> names = Set.of();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.named(i, "connection")) continue;
            if (names.isEmpty()) names = new HashSet<>();
            for (var option : fields.value(i).split(",", -1))
                names.add(option.strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static void text(ByteBuf out, String ascii) {
        ByteBufUtil.writeAscii(out, ascii);
    }
}
