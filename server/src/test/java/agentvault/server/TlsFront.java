package agentvault.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// What stands before a server on an address of this machine that is not its loopback's: TLS on both of its ports,
/// under the server's name.
final class TlsFront implements AutoCloseable {

    private final List<SSLServerSocket> listeners = new ArrayList<>();
    private final InetAddress address = outside();
    private final Path root;
    private final int api;

    TlsFront(Path folder, TestServer before) throws Exception {
        var identity = SiteIdentity.make(Files.createDirectory(folder.resolve("front")), TestServer.NAME);
        root = identity.root();
        api = before.server().address().getPort();
        listen(identity.serving(), api);
        listen(
                identity.serving(),
                before.server().forwardAddress().orElseThrow().getPort());
    }

    private static InetAddress outside() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(one -> one instanceof Inet4Address && !one.isLoopbackAddress())
                .findFirst()
                .orElseThrow();
    }

    private void listen(SSLContext context, int port) throws IOException {
        var listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        listener.bind(new InetSocketAddress(address, port));
        listeners.add(listener);
        Thread.ofPlatform().daemon().start(() -> {
            while (!listener.isClosed()) {
                try {
                    var client = listener.accept();
                    Thread.ofVirtual().start(() -> join(client, port));
                } catch (IOException e) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    private static void join(Socket client, int port) {
        try (client;
                var there = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var back = Thread.ofVirtual().start(() -> pass(there, client));
            pass(client, there);
            back.join();
        } catch (IOException | InterruptedException e) {
            // It is over for both.
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // The other side sees it.
        }
    }

    String address() {
        return address.getHostAddress();
    }

    String url() {
        return "https://" + TestServer.NAME + ":" + api;
    }

    /// What vouches for it, in PEM.
    Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        for (var listener : listeners) listener.close();
    }
}
