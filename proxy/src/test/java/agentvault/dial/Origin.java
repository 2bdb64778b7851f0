package agentvault.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A server that accepts whoever comes and says nothing by itself.
final class Origin implements AutoCloseable {

    private static final int SECONDS = 10;

    private final ServerSocket server;
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

    private Origin(ServerSocket server) {
        this.server = server;
        Thread.ofVirtual().name("origin").start(this::accept);
    }

    /// On an address of the loopback network.
    static Origin at(String address) {
        return at(address, 0);
    }

    static Origin at(String address, int port) {
        try {
            return new Origin(new ServerSocket(port, 50, InetAddress.ofLiteral(address)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Origin over(SSLContext tls) {
        try {
            return new Origin(
                    tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) accepted.add(server.accept());
        } catch (IOException e) {
            // It was closed.
        }
    }

    ServerSocket server() {
        return server;
    }

    int port() {
        return server.getLocalPort();
    }

    /// The next connection that came. It is not listened to without end.
    Socket next() throws InterruptedException {
        var socket = accepted.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(socket).as("a connection").isNotNull();
        try {
            socket.setSoTimeout(SECONDS * 1_000);
        } catch (SocketException e) {
            throw new AssertionError(e);
        }
        return socket;
    }

    /// That nobody came: whoever comes now is the first.
    void assertNobodyCame() throws IOException, InterruptedException {
        try (var probe = new Socket(server.getInetAddress(), port())) {
            assertThat(next().getPort()).isEqualTo(probe.getLocalPort());
        }
        assertThat(accepted).isEmpty();
    }

    /// All that a connection sends until it ends, as text.
    static String all(Socket socket) {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stays open", e);
        } catch (IOException e) {
            return "";
        }
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
