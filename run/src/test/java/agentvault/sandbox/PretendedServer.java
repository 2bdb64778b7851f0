package agentvault.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A port that says the same to everybody once it has read a request, and then hears them out.
final class PretendedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final String says;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Thread accepting;

    PretendedServer(String says) throws IOException {
        this.says = says;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        accepting = Thread.ofPlatform().daemon().start(this::accept);
    }

    Relay.Dialler dialler() {
        return () -> new Socket(listener.getInetAddress(), listener.getLocalPort());
    }

    /// All that one connection brought, to its end.
    String heard() throws InterruptedException {
        var next = heard.poll(20, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nobody came");
        return next;
    }

    boolean idle() {
        return heard.isEmpty();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (var one = listener.accept()) {
                hear(one);
            } catch (IOException e) {
                // The next one, if it is still open.
            }
        }
    }

    private void hear(Socket one) throws IOException {
        var all = new ByteArrayOutputStream();
        var in = one.getInputStream();
        while (!whole(all.toString(StandardCharsets.ISO_8859_1))) {
            int next = in.read();
            if (next < 0) break;
            all.write(next);
        }
        one.getOutputStream().write(says.getBytes(StandardCharsets.ISO_8859_1));
        one.shutdownOutput();
        try {
            in.transferTo(all);
        } finally {
            heard.add(all.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static boolean whole(String request) {
        var parts = request.split("\r\n\r\n", 2);
        if (parts.length < 2) return false;
        if (parts[0].contains("chunked")) return parts[1].endsWith("0\r\n\r\n");
        return !parts[0].contains("Content-Length: 5") || parts[1].length() == 5;
    }

    /// Nobody gets through afterwards: whoever waits for the next one may still be given it while the port closes.
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            if (!accepting.join(Duration.ofSeconds(20))) throw new AssertionError("somebody is still heard out");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
