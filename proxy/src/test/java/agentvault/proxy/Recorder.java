package agentvault.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// A server elsewhere that keeps everything it is sent, and answers as the test says.
final class Recorder implements AutoCloseable {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    private static final int LARGEST_HEAD = 256 * 1024;

    private final ServerSocket server;
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    private volatile Conversation conversation = answering(_ -> OK);

    /// What is done with a connection once a head has been read from it.
    @FunctionalInterface
    interface Conversation {
        /// @return whether another request is read
        boolean goOn(String head, InputStream in, Socket socket) throws IOException;
    }

    Recorder(SSLContext tls) {
        try {
            var here = InetAddress.ofLiteral("127.0.0.1");
            server = tls.getServerSocketFactory().createServerSocket(0, 50, here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Reads a body of the length that was said, and answers.
    Conversation answering(Function<String, String> answer) {
        return (head, in, socket) -> {
            var length = LENGTH.matcher(head);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            requests.add(head + new String(body, StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(answer.apply(head).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return true;
        };
    }

    void answer(Function<String, String> answer) {
        conversation = answering(answer);
    }

    void converse(Conversation with) {
        conversation = with;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var head = head(in);
            while (!head.isEmpty() && conversation.goOn(head, in, socket)) head = head(in);
        } catch (IOException e) {
            // The other side went away.
        } finally {
            ended.incrementAndGet();
        }
    }

    /// What was begun and not ended is kept, too.
    private String head(BufferedInputStream in) throws IOException {
        in.mark(LARGEST_HEAD);
        var head = Wire.head(in);
        if (!head.isEmpty()) return head;
        in.reset();
        byte[] begun = in.readAllBytes();
        if (begun.length > 0) requests.add(new String(begun, StandardCharsets.ISO_8859_1));
        return "";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
