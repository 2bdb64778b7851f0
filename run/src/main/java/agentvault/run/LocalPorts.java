package agentvault.run;

import agentvault.cli.SessionsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Two ports of this machine that lead to a server elsewhere, over TLS where it speaks that: programs know no proxy
/// behind TLS, and no certificate but ours. The bytes are not looked at; who connects shows a token of their own.
final class LocalPorts implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final SessionsServer server;
    private final ServerSocket api;
    private final ServerSocket proxy;

    private LocalPorts(SessionsServer server, ServerSocket api, ServerSocket proxy) {
        this.server = server;
        this.api = api;
        this.proxy = proxy;
    }

    /// @param proxyPort of the server
    static LocalPorts to(SessionsServer server, int proxyPort) {
        try {
            var ports = new LocalPorts(server, listening(), listening());
            ports.serve(ports.api, server.port());
            ports.serve(ports.proxy, proxyPort);
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listening() throws IOException {
        var socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), BACKLOG);
        return socket;
    }

    int api() {
        return api.getLocalPort();
    }

    int proxy() {
        return proxy.getLocalPort();
    }

    private void serve(ServerSocket listener, int port) {
        var _ = Thread.ofPlatform().daemon().name("port-" + port).start(() -> {
            while (!listener.isClosed()) {
                try {
                    var client = listener.accept();
                    var _ = Thread.ofVirtual().start(() -> join(client, port));
                } catch (IOException e) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    private void join(Socket client, int port) {
        try (client;
                var there = server.dial(port)) {
            there.setSoTimeout(0);
            var back = Thread.ofVirtual().start(() -> pass(there, client));
            pass(client, there);
            back.join();
        } catch (IOException | InterruptedException _) {
            // Whoever is at either end sees that it is over.
        }
    }

    /// To the end of what one side sends; a side that fails ends both.
    private static void pass(Socket from, Socket to) {
        try {
            carry(from.getInputStream(), to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void carry(InputStream in, OutputStream out) throws IOException {
        in.transferTo(out);
        out.flush();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (api;
                proxy) {
            Thread.onSpinWait();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
