package agentvault.sandbox;

import agentvault.crypto.Secret;
import agentvault.http.BodyFramer;
import agentvault.http.HeadLimits;
import agentvault.http.HeadProgress;
import agentvault.http.HeadReader;
import agentvault.http.RequestHead;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// One connection to a [Relay], which is one request: its head is read as strictly as the server reads it, and written
/// anew with the session's token; then its body and nothing else goes on. After CONNECT, and where protocols are
/// switched, bytes go both ways as soon as the server says so.
final class Relayed {

    private static final int PIECE = 64 * 1024;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_AT + 3;

    private final SocketChannel client;
    private final Relay.Server server;
    private final Secret token;
    private final ByteBuffer in = ByteBuffer.allocate(PIECE).flip();

    Relayed(SocketChannel client, Relay.Server server, Secret token) {
        this.client = client;
        this.server = server;
        this.token = token;
    }

    void serve() throws IOException, InterruptedException {
        var reader = new HeadReader(HeadLimits.STANDARD, false);
        while (true) {
            if (!more()) return;
            switch (reader.read(in)) {
                case HeadProgress.More() -> {}
                case HeadProgress.Refused(var why) -> {
                    refuse(why.status(), why.code(), why.hint());
                    return;
                }
                case HeadProgress.Whole(var head) -> {
                    pass(head);
                    return;
                }
            }
        }
    }

    private void pass(RequestHead head) throws IOException, InterruptedException {
        var passed = RelayedHead.of(head, server);
        if (passed.isEmpty()) {
            refuse(403, "not_on_socket", "Ask for /discover, /proxy/…, /v1/proposals, or through the proxy.");
            return;
        }
        var upstream = dialled(passed.get());
        if (upstream.isEmpty()) {
            refuse(502, "server_unreachable", "Check that the Agent Vault server runs and can be reached.");
            return;
        }
        try (var to = upstream.get()) {
            write(passed.get(), to);
            if (passed.get().switches()) switched(head, to);
            else exchange(head, to);
        }
    }

    private Optional<Socket> dialled(RelayedHead head) {
        try {
            return Optional.of((head.forApi() ? server.api() : server.proxy()).connect());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(RelayedHead head, Socket upstream) throws IOException {
        var out = upstream.getOutputStream();
        byte[] bytes = head.with(token);
        try {
            out.write(bytes);
            out.flush();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// The answer goes back while the body is still coming, and ends the exchange.
    private void exchange(RequestHead head, Socket upstream) throws IOException, InterruptedException {
        var body = Thread.ofVirtual().start(() -> {
            try {
                body(head, Channels.newChannel(upstream.getOutputStream()));
            } catch (IOException e) {
                Flow.close(upstream, client);
            }
        });
        Flow.carry(Channels.newChannel(upstream.getInputStream()), client);
        Flow.close(upstream, client);
        body.join();
    }

    private void body(RequestHead head, WritableByteChannel to) throws IOException {
        var framer = BodyFramer.of(head.framing());
        while (true) {
            int start = in.position();
            while (in.hasRemaining() && !framer.ended()) {
                int count = framer.next(in);
                in.position(in.position() + count);
                if (framer.refusal().isPresent()) throw new IOException("no body");
            }
            Flow.write(in.duplicate().position(start).limit(in.position()), to);
            if (framer.ended()) return;
            if (!more()) throw new EOFException();
        }
    }

    /// What the client sends goes on only once the server has agreed: a refused client says nothing more.
    private void switched(RequestHead head, Socket upstream) throws IOException, InterruptedException {
        var from = upstream.getInputStream();
        var begin = from.readNBytes(STATUS_END);
        Flow.write(ByteBuffer.wrap(begin), client);
        var back = Channels.newChannel(from);
        if (!agreed(head, begin)) {
            Flow.carry(back, client);
            return;
        }
        var to = Channels.newChannel(upstream.getOutputStream());
        Flow.both(
                () -> {
                    Flow.write(in, to);
                    Flow.carry(client, to);
                    upstream.shutdownOutput();
                },
                () -> {
                    Flow.carry(back, client);
                    client.shutdownOutput();
                },
                client,
                upstream);
    }

    private static boolean agreed(RequestHead head, byte[] begin) {
        var status = new String(begin, StandardCharsets.US_ASCII);
        if (status.length() < STATUS_END || !status.startsWith("HTTP/1.")) return false;
        return head.method().equals("CONNECT")
                ? status.charAt(STATUS_AT) == '2'
                : status.substring(STATUS_AT).equals("101");
    }

    private boolean more() throws IOException {
        in.clear();
        int count = client.read(in);
        in.flip();
        return count > 0;
    }

    private void refuse(int status, String code, String hint) throws IOException {
        var text = code + ": " + hint + "\n";
        var head = "HTTP/1.1 " + status + " Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + text.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n";
        Flow.write(ByteBuffer.wrap((head + text).getBytes(StandardCharsets.UTF_8)), client);
        client.shutdownOutput();
    }
}
