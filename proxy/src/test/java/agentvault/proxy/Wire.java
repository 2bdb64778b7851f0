package agentvault.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A connection of a client that writes and reads bytes as the test says.
final class Wire implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    private Socket socket;
    private InputStream in;

    Wire(InetSocketAddress to) throws IOException {
        socket = new Socket();
        socket.connect(to);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static String basic(String token, String vault) {
        var pair = vault.isEmpty() ? token : token + ":" + vault;
        return "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends a head and perhaps more.
    Wire send(String... lines) throws IOException {
        return sendBytes(String.join("\r\n", lines) + "\r\n\r\n");
    }

    Wire sendBytes(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /// Speaks TLS from now on, naming a host or none.
    Wire encrypt(SSLContext trusting, String host, String... named) throws IOException {
        var tls = (SSLSocket) trusting.getSocketFactory().createSocket(socket, host, 443, true);
        var parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(named).stream()
                .map(SNIHostName::new)
                .map(SNIServerName.class::cast)
                .toList());
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
        return this;
    }

    /// The next response: its head, and its body if a length or chunks tell where that ends.
    String response() throws IOException {
        var head = head(in);
        var length = LENGTH.matcher(head);
        if (length.find()) return head + text(in.readNBytes(Integer.parseInt(length.group(1))));
        if (!head.contains("Transfer-Encoding: chunked")) return head;
        var all = new StringBuilder(head);
        while (!all.toString().endsWith("0\r\n\r\n")) all.append(text(in.readNBytes(1)));
        return all.toString();
    }

    /// An answer as a strict client reads it.
    ///
    /// @param ends whether the connection ends with it
    record Answered(String bytes, boolean ends) {}

    /// The next answer, with the interim ones before it.
    Answered answer(boolean toHead) throws IOException {
        var head = head(in);
        if (head.startsWith("HTTP/1.1 1")) {
            var next = answer(toHead);
            return new Answered(head + next.bytes(), next.ends());
        }
        boolean ends = head.isEmpty() || head.contains("\r\nConnection: close\r\n");
        boolean bodiless = toHead || head.startsWith("HTTP/1.1 204") || head.startsWith("HTTP/1.1 304");
        var length = LENGTH.matcher(head);
        if (ends || bodiless) return new Answered(head, ends);
        if (length.find()) {
            int size = Integer.parseInt(length.group(1));
            var body = text(in.readNBytes(size));
            return new Answered(head + body, body.length() < size);
        }
        var all = new StringBuilder(head);
        while (!all.toString().endsWith("\r\n0\r\n\r\n")) {
            int b = in.read();
            if (b < 0) return new Answered(all.toString(), true);
            all.append((char) b);
        }
        return new Answered(all.toString(), false);
    }

    /// The next head alone.
    String head() throws IOException {
        return head(in);
    }

    String read(int bytes) throws IOException {
        return text(in.readNBytes(bytes));
    }

    /// What is in the next chunk of a body.
    String chunk() throws IOException {
        var size = new StringBuilder();
        while (size.indexOf("\r\n") < 0) {
            int b = in.read();
            if (b < 0) throw new EOFException("ends where a chunk's size is: " + size);
            size.append((char) b);
        }
        var content = read(Integer.parseInt(size.toString().strip(), 16));
        read(2);
        return content;
    }

    /// All that comes until the other side ends the connection, in order or not.
    String rest() throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) all.write(b);
        } catch (SocketTimeoutException e) {
            throw new IOException("stays open after: " + text(all.toByteArray()), e);
        } catch (IOException e) {
            all.flush();
        }
        return text(all.toByteArray());
    }

    /// Whether the other side has ended the connection, in order or not.
    boolean ended() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    static String head(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) return "";
            bytes.write(b);
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
