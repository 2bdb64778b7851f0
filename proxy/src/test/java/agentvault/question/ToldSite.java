package agentvault.question;

import agentvault.dial.Elsewhere;
import agentvault.dial.Upstreams;
import agentvault.wire.EventLoops;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A site elsewhere that answers as a test tells it, over real TLS, and what it takes to ask it.
public final class ToldSite implements AutoCloseable {

    private final EventLoops loops = EventLoops.start(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final String host;
    private final Elsewhere elsewhere;
    private final Upstreams upstreams;
    private final HttpsServer server;

    /// @param folder for its files
    public ToldSite(Path folder, String host, HttpHandler answers) throws IOException {
        this.host = host;
        elsewhere = new Elsewhere(folder);
        elsewhere.name(host, "127.0.0.1");
        upstreams = elsewhere.upstreams();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(elsewhere.serving(host)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", answers);
        server.start();
    }

    public Questions questions() {
        return new Questions(upstreams, loops::next);
    }

    public String url(String path) {
        return "https://" + host + ":" + server.getAddress().getPort() + path;
    }

    /// Has requests under a path answered in another way.
    public void serve(String path, HttpHandler answers) {
        server.createContext(path, answers);
    }

    /// Has another host be found, at this address.
    public void name(String other, String address) {
        elsewhere.name(other, address);
    }

    /// Waits as long as the test takes: for an answer that does not end.
    public void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        server.stop(0);
        upstreams.close();
        loops.close();
    }
}
