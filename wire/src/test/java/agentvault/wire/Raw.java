package agentvault.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that sends exactly the bytes it is told to, and reads what comes.
final class Raw implements AutoCloseable {

    private static final int PATIENCE = 15_000;

    private final Socket socket;

    Raw(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    Raw(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
    }

    Raw send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// Sends no more, but reads.
    Raw endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Closes with a reset.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// All that comes until the other side closes.
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// What comes up to and with some text.
    String readTo(String text) throws IOException {
        var read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.length() < text.length() || read.indexOf(text, read.length() - text.length()) < 0) {
            int b = in.read();
            if (b < 0) throw new AssertionError("ended after: " + read);
            read.append((char) b);
        }
        return read.toString();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
