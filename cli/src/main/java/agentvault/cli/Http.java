package agentvault.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/// One HTTP/1.1 exchange on a connection of its own: no proxy, no redirect, no second attempt.
///
/// Of our own because the JDK's client takes several times the budget of a whole command to load, and its older one
/// cannot send PATCH (see decision 0013).
final class Http implements AutoCloseable {

    static final int PATIENCE_MILLIS = 10_000;

    private static final int MOST_HEAD = 65_536;
    private static final String BLANK_LINE = "\r\n\r\n";

    private final Socket socket;
    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;

    private Http(Socket socket, int status, Map<String, String> headers, InputStream body) {
        this.socket = socket;
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    /// Sends a request and reads the head of the response.
    ///
    /// @param headers names and values, without line breaks
    /// @param patience how many milliseconds the server may say nothing
    static Http send(
            Address address,
            Trust trust,
            String method,
            String target,
            Map<String, String> headers,
            byte[] body,
            int patience)
            throws IOException {
        var socket = connected(address, trust);
        try {
            socket.setSoTimeout(patience);
            var out = new BufferedOutputStream(socket.getOutputStream());
            out.write(head(address, method, target, headers, body).getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return answered(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    int status() {
        return status;
    }

    /// A header, by its name in small letters.
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    InputStream body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// A connection, with TLS if the address says so, to whoever proves the name.
    static Socket connected(Address address, Trust trust) throws IOException {
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address.bareHost(), address.port()), PATIENCE_MILLIS);
            if (!address.tls()) return plain;
            plain.setSoTimeout(PATIENCE_MILLIS);
            var socket = (SSLSocket) trust.sockets().createSocket(plain, address.bareHost(), address.port(), true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static String head(
            Address address, String method, String target, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder();
        head.append(method).append(' ').append(address.base()).append(target).append(" HTTP/1.1\r\n");
        line(head, "Host", address.authority());
        headers.forEach((name, value) -> line(head, name, value));
        line(head, "Content-Length", String.valueOf(body.length));
        line(head, "Connection", "close");
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a header with a character that headers cannot carry: " + name);
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static Http answered(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        var lines = readHead(in).split("\r\n", -1);
        var headers = new HashMap<String, String>();
        for (int n = 1; n < lines.length; n++) {
            int colon = lines[n].indexOf(':');
            if (colon < 1) throw new IOException("its answer is not HTTP");
            var name = lines[n].substring(0, colon).toLowerCase(Locale.ROOT);
            boolean framing = name.equals("content-length") || name.equals("transfer-encoding");
            if (headers.put(name, lines[n].substring(colon + 1).strip()) != null && framing) {
                throw new IOException("its answer has two lengths");
            }
        }
        return new Http(socket, status(lines[0]), headers, HttpBody.of(in, headers));
    }

    private static int status(String line) throws IOException {
        var parts = line.split(" ", 3);
        boolean ours = parts.length >= 2
                && (parts[0].equals("HTTP/1.1") || parts[0].equals("HTTP/1.0"))
                && parts[1].length() == 3
                && parts[1].chars().allMatch(c -> c >= '0' && c <= '9');
        if (!ours) throw new IOException("its answer is not HTTP");
        return Integer.parseInt(parts[1]);
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < BLANK_LINE.length()) {
            int c = in.read();
            if (c < 0) throw new IOException("it closed the connection without an answer");
            if (head.size() == MOST_HEAD) throw new IOException("the head of its answer is too long");
            head.write(c);
            matched = c == BLANK_LINE.charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
        }
        var text = head.toString(StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - BLANK_LINE.length());
    }
}
