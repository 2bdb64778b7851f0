package agentvault.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/// A client of a server on this machine that asks for a place by each of its entrances, and is told as text.
///
/// @param token of a session, whose socket is beside it
record ProxyClient(int api, int forward, String token, Path socket, SSLContext trust) {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final int TIMEOUT_MILLIS = 20_000;

    String byUrl(String authority) throws IOException {
        try (var socket = open(forward)) {
            return asked(
                    socket,
                    "GET https://" + authority + "/ HTTP/1.1",
                    authority,
                    "Proxy-Authorization: Bearer " + token);
        }
    }

    String byPath(String authority) throws IOException {
        try (var socket = open(api)) {
            return asked(
                    socket, "GET /proxy/" + authority + "/ HTTP/1.1", "127.0.0.1", "Authorization: Bearer " + token);
        }
    }

    /// A whole URL at the session's own socket, where nothing is shown.
    String bySocket(String authority) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var head =
                    "GET https://" + authority + "/ HTTP/1.1\r\nHost: " + authority + "\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /// What is said in the tunnel, or instead of opening it.
    String byTunnel(String authority) throws IOException {
        try (var socket = open(forward)) {
            send(socket, "CONNECT " + authority + " HTTP/1.1", authority, "Proxy-Authorization: Bearer " + token);
            var answer = head(socket.getInputStream());
            if (!answer.startsWith("HTTP/1.1 200 ")) return answer + all(socket);
            var host = authority.substring(0, authority.lastIndexOf(':'));
            try (var within = trust.getSocketFactory().createSocket(socket, host, 443, true)) {
                return asked(within, "GET / HTTP/1.1", authority, "Accept: */*");
            }
        }
    }

    private static Socket open(int port) throws IOException {
        var socket = new Socket(HERE, port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static String asked(Socket socket, String line, String host, String field) throws IOException {
        send(socket, line, host, field);
        return all(socket);
    }

    private static void send(Socket socket, String line, String host, String field) throws IOException {
        var head = line + "\r\nHost: " + host + "\r\n" + field + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.toString().endsWith("\r\n\r\n")) break;
        }
        return head.toString();
    }
}
