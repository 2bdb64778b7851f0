package agentvault.proxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// A site elsewhere that serves the files of a folder, and sends WebSocket frames back, to those who show a token.
final class GuardedSite implements Recorder.Conversation {

    private static final Pattern PATH = Pattern.compile("GET /([\\w./-]*)(?:\\?\\S*)? HTTP/1.1\r\n");
    private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: (\\S+)\r\n");
    private static final String ACCEPTING = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 0x88;
    private static final int LENGTH = 0x7f;

    private final Path folder;
    private final String authorization;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    GuardedSite(Path folder, String token) {
        this.folder = folder;
        this.authorization = "\r\nAuthorization: Bearer " + token + "\r\n";
    }

    /// What was asked by those who showed the token.
    List<String> heads() {
        return heads;
    }

    @Override
    public boolean goOn(String head, InputStream in, Socket socket) throws IOException {
        var out = socket.getOutputStream();
        if (!head.contains(authorization)) {
            answer(out, "401 Unauthorized", new byte[0]);
            return true;
        }
        heads.add(head);
        var key = KEY.matcher(head);
        if (key.find()) {
            echo(key.group(1), new DataInputStream(in), out);
            return false;
        }
        var path = PATH.matcher(head);
        var file = folder.resolve(path.lookingAt() ? path.group(1) : "");
        if (Files.isRegularFile(file)) answer(out, "200 OK", Files.readAllBytes(file));
        else answer(out, "404 Not Found", new byte[0]);
        return true;
    }

    private static void answer(OutputStream out, String status, byte[] body) throws IOException {
        var head = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static void echo(String key, DataInputStream in, OutputStream out) throws IOException {
        var head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        for (int kind = in.readUnsignedByte(); kind != CLOSE; kind = in.readUnsignedByte()) {
            var payload = new byte[in.readUnsignedByte() & LENGTH];
            byte[] mask = in.readNBytes(4);
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) payload[i] ^= mask[i % 4];
            out.write(kind);
            out.write(payload.length);
            out.write(payload);
            out.flush();
        }
    }

    private static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(digest.digest((key + ACCEPTING).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
