package agentvault.dial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/// A small proxy that opens ways to one origin, whatever it is asked for.
final class ConnectProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int origin;
    private final Function<String, String> answers;

    /// The heads that it was asked with.
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// @param answers what is said to a head; the way is open if that begins with a 200
    ConnectProxy(ServerSocketFactory sockets, int origin, Function<String, String> answers) {
        try {
            this.server = sockets.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.origin = origin;
        this.answers = answers;
        Thread.ofVirtual().name("connect-proxy").start(this::accept);
    }

    static ConnectProxy to(int origin, Function<String, String> answers) {
        return new ConnectProxy(ServerSocketFactory.getDefault(), origin, answers);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            asked.add(head);
            var answer = answers.apply(head);
            client.getOutputStream().write(answer.getBytes(US_ASCII));
            if (answer.startsWith("HTTP/1.1 200")) relay(client);
        } catch (IOException e) {
            // One side went away.
        }
    }

    private void relay(Socket client) throws IOException {
        try (var target = new Socket(InetAddress.ofLiteral("127.0.0.1"), origin)) {
            Thread.ofVirtual().start(() -> copy(target, client));
            copy(client, target);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side went away.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            byte[] one = in.readNBytes(1);
            if (one.length == 0) break;
            head.append(new String(one, ISO_8859_1));
        }
        return head.toString();
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
