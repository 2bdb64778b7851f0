package agentvault.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy that asks who is there, keeps what it is shown, and takes every host for this machine. It answers requests
/// that
/// are not for a tunnel itself.
final class AskingProxy implements AutoCloseable {

    private static final String ASKING = String.join(
            "\r\n",
            "HTTP/1.1 407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"test\"",
            "Content-Length: 0",
            "Connection: close",
            "",
            "");

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> shown = new CopyOnWriteArrayList<>();

    AskingProxy() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort());
    }

    /// The Proxy-Authorization of each request, or nothing.
    List<String> shown() {
        return shown;
    }

    private void accept() {
        try {
            while (true) {
                var client = socket.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (SocketException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(Socket client) {
        try (client) {
            var in = client.getInputStream();
            var head = head(in);
            var authorization = head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization: "))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .findFirst()
                    .orElse("");
            shown.add(authorization);
            if (authorization.isEmpty()) say(client, ASKING);
            else if (head.getFirst().startsWith("CONNECT")) tunnel(client, in, head.getFirst());
            else say(client, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        } catch (SocketException e) {
            return; // either side has enough
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Byte by byte, so that nothing that comes after it is read.
    private static List<String> head(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) text.append((char) in.read());
        return text.toString().lines().toList();
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
    }

    private static void tunnel(Socket client, InputStream in, String line) throws IOException {
        int port = Integer.parseInt(line.substring(line.indexOf(':') + 1, line.lastIndexOf(' ')));
        try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().start(() -> copy(in, server));
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void copy(InputStream from, Socket to) {
        try (OutputStream out = to.getOutputStream()) {
            from.transferTo(out);
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
