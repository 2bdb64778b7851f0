package agentvault.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A port for one connection to a Unix socket, since Java's TLS sockets speak to ports alone.
final class Bridge {

    private final ServerSocket server;

    Bridge(Path file) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> carry(file));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void carry(Path file) {
        try (server;
                var near = server.accept();
                var far = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            var there = Thread.ofVirtual().start(() -> {
                try {
                    near.getInputStream().transferTo(Channels.newOutputStream(far));
                    far.shutdownOutput();
                } catch (IOException e) {
                    // The other direction ends with it.
                }
            });
            Channels.newInputStream(far).transferTo(near.getOutputStream());
            near.shutdownOutput();
            // Whoever was answered early may still be sending, as to the socket itself.
            there.join();
        } catch (IOException e) {
            // The test sees its connection end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
