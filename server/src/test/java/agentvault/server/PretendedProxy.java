package agentvault.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A forward proxy with an address of its own that goes wherever it is told to, and keeps what it is asked for.
final class PretendedProxy implements AutoCloseable {

    static final String ADDRESS = "93.184.216.36";
    static final int PORT = 3128;

    private final ServerSocket server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    PretendedProxy() throws IOException {
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), PORT));
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /// The first lines of requests, without the version.
    List<String> asked() {
        return asked;
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
            var line = firstLine(client.getInputStream());
            asked.add(line.replace(" HTTP/1.1", ""));
            var to = line.split(" ", -1)[1];
            int colon = to.lastIndexOf(':');
            var address = address(to.substring(0, colon));
            if (address.isEmpty()) {
                client.getOutputStream().write("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (var target = new Socket(address.get(), Integer.parseInt(to.substring(colon + 1)))) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread.ofVirtual().start(() -> copy(target, client));
                copy(client, target);
            }
        } catch (IOException e) {
            // One side went away.
        }
    }

    /// Of names it knows one.
    private static Optional<InetAddress> address(String host) {
        if (host.equals(PretendedInternet.NAME)) return Optional.of(InetAddress.ofLiteral(PretendedInternet.GOOD));
        return host.endsWith(".example.com") ? Optional.empty() : Optional.of(InetAddress.ofLiteral(host));
    }

    private static String firstLine(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) throw new IOException("ends within a head");
            head.append((char) b);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side went away.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
