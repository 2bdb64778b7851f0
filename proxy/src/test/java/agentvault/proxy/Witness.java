package agentvault.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/// A server that nobody here wrote, which says in its answers what it read.
///
/// @param name what the tables call it
record Witness(String name, int port, Runnable stop) implements AutoCloseable {

    private static final String LAST = "GET /last HTTP/1.1\r\nHost: last\r\nConnection: close\r\n\r\n";
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int LARGE = 256 * 1024;
    private static final Pattern SAID = Pattern.compile("\r\nRead: ([A-Za-z0-9+/=.]+)\r\n");

    static Witness node() throws IOException {
        var script = Witness.class.getResource("witness.js");
        var process = new ProcessBuilder("node", Path.of(script.getPath()).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int port = Integer.parseInt(process.inputReader().readLine());
        return new Witness("node", port, () -> end(process));
    }

    /// What nginx read is what it asks the other one for.
    static Witness nginx(Path folder, Witness behind) throws Exception {
        int port = freePort();
        var settings = new String(
                        Witness.class.getResourceAsStream("nginx.conf").readAllBytes(), StandardCharsets.UTF_8)
                .replace("FOLDER", folder.toString())
                .replace("BEHIND", Integer.toString(behind.port()))
                .replace("PORT", Integer.toString(port));
        var file = Files.writeString(folder.resolve("nginx.conf"), settings);
        var process = new ProcessBuilder(
                        "nginx",
                        "-e",
                        folder.resolve("nginx.log").toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        file.toString())
                .inheritIO()
                .start();
        awaitPort(process, port);
        return new Witness("nginx", port, () -> end(process));
    }

    static Witness jetty() throws Exception {
        var server = new Server();
        var settings = new HttpConfiguration();
        settings.setUriCompliance(UriCompliance.UNSAFE);
        settings.setRequestHeaderSize(LARGE);
        settings.setResponseHeaderSize(LARGE);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(settings));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Telling());
        server.start();
        return new Witness("jetty", connector.getLocalPort(), () -> end(server));
    }

    private static final class Telling extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            ByteBuffer body = Content.Source.asByteBuffer(request);
            var parts = new ArrayList<String>();
            parts.add(request.getMethod());
            parts.add(request.getHttpURI().getPathQuery());
            parts.add(StandardCharsets.ISO_8859_1.decode(body).toString());
            request.getHeaders().forEach(field -> parts.addAll(List.of(field.getName(), "" + field.getValue())));
            response.getHeaders().put("Read", Reading.said(parts));
            callback.succeeded();
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, HERE)) {
            return free.getLocalPort();
        }
    }

    private static void awaitPort(Process process, int port) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end && process.isAlive()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(HERE, port));
                return;
            } catch (IOException e) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
        throw new AssertionError("it does not listen");
    }

    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    private static void end(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// What it takes for requests in bytes, and after them a request of which it knows that it is the last.
    List<Reading> read(String bytes) throws IOException {
        return read(bytes + LAST, false);
    }

    /// What it takes for requests in the bytes of a connection that ends after them.
    List<Reading> readCut(String bytes) throws IOException {
        return read(bytes, true);
    }

    private List<Reading> read(String bytes, boolean ends) throws IOException {
        var said = new ByteArrayOutputStream();
        try (var socket = new Socket(HERE, port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            if (ends) socket.shutdownOutput();
            socket.getInputStream().transferTo(said);
        } catch (SocketTimeoutException e) {
            said.write('?');
        }
        return SAID.matcher(said.toString(StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> Reading.of(found.group(1)))
                .toList();
    }

    @Override
    public void close() {
        stop.run();
    }
}
