package agentvault.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A forward proxy that leads to one port of this machine, whatever it is asked for: services under their own names and
/// ports are then played by one site.
final class OneWay implements Closeable {

    private static final String AGREED = "HTTP/1.1 200 OK\r\n\r\n";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final int to;

    OneWay(int to) throws IOException {
        this.to = to;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                var site = new Socket(listener.getInetAddress(), to)) {
            readHead(client);
            client.getOutputStream().write(AGREED.getBytes(StandardCharsets.US_ASCII));
            var back = Thread.ofVirtual().start(() -> copy(site, client));
            copy(client, site);
            back.join();
        } catch (IOException | InterruptedException e) {
            // One side went away.
        }
    }

    private static void readHead(Socket client) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) throw new IOException("ends within a head");
            head.append((char) next);
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

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
