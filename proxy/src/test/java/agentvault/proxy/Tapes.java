package agentvault.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/// What a server elsewhere is sent, byte for byte until the connection ends. It answers once what came looks whole.
final class Tapes implements Recorder.Conversation {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    /// @param named the host that the handshake was for
    record Tape(String named, String bytes) {

        boolean next() {
            return bytes.substring(0, bytes.indexOf('\r')).contains("/next");
        }
    }

    final List<Tape> tapes = new CopyOnWriteArrayList<>();

    @Override
    public boolean goOn(String head, InputStream in, Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(head.getBytes(StandardCharsets.ISO_8859_1));
        try {
            while (!whole(text(bytes), head)) {
                int next = in.read();
                if (next < 0) return false;
                bytes.write(next);
            }
            var answer = ANSWER + (head.startsWith("HEAD ") ? "" : head.contains("/next") ? "next" : "case");
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            bytes.write(in.readAllBytes());
        } finally {
            tapes.add(new Tape(named((SSLSocket) socket), text(bytes)));
        }
        return false;
    }

    /// Looks at nothing but the end.
    private static boolean whole(String all, String head) {
        var length = LENGTH.matcher(head);
        if (length.find()) return all.length() >= head.length() + Integer.parseInt(length.group(1));
        return !head.contains("\r\nTransfer-Encoding: chunked\r\n") || all.endsWith(LAST_CHUNK);
    }

    private static String named(SSLSocket socket) {
        return ((ExtendedSSLSession) socket.getSession())
                .getRequestedServerNames().stream()
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                        .orElse("");
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
