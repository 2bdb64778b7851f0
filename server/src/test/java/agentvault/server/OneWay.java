package agentvault.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A forward proxy that leads to one port of this machine, whatever it is asked for: services under their own names
/// and ports are then played by one site, but for those that have a port of their own.
final class OneWay implements Closeable {

    private static final String AGREED = "HTTP/1.1 200 OK\r\n\r\n";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final Map<String, Integer> others = new ConcurrentHashMap<>();
    private final int to;

    OneWay(int to) throws IOException {
        this.to = to;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /// Has this host be played by another port of this machine.
    void lead(String host, int port) {
        others.put(host, port);
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
                var site = new Socket(listener.getInetAddress(), port(readHead(client)))) {
            client.getOutputStream().write(AGREED.getBytes(StandardCharsets.US_ASCII));
            var back = Thread.ofVirtual().start(() -> copy(site, client));
            copy(client, site);
            back.join();
        } catch (IOException | InterruptedException e) {
            // One side went away.
        }
    }

    /// Where the site is that a CONNECT asks for.
    private int port(String head) {
        var asked = head.substring(head.indexOf(' ') + 1);
        return others.getOrDefault(asked.substring(0, asked.indexOf(':')), to);
    }

    private static String readHead(Socket client) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) throw new IOException("ends within a head");
            head.append((char) next);
        }
        return head.toString();
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
