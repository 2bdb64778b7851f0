package agentvault.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// A name server for which every name is this machine. `bench/run` gives the rig a network of its own, in which the
/// system asks here.
final class Names implements AutoCloseable {

    private static final int PORT = 53;
    private static final int LARGEST = 512;
    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;
    private static final short ADDRESS = 1;
    private static final short INTERNET = 1;

    /// An answer, with recursion asked for and had.
    private static final short ANSWER = (short) 0x8180;

    /// The name that the question begins with.
    private static final short SAME_NAME = (short) 0xc00c;

    private static final int TTL_SECONDS = 60;
    private static final byte[] HERE = {127, 0, 0, 1};

    private final DatagramSocket socket;

    private Names(DatagramSocket socket) {
        this.socket = socket;
    }

    static Names open() {
        try {
            var names = new Names(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT)));
            Thread.ofPlatform().daemon().name("names").start(names::serve);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("names are served in a network of their own: use bench/run", e);
        }
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST);
                socket.receive(packet);
                var answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException _) {
                // Closed, or whoever asked has gone.
            }
        }
    }

    /// One address of the old kind, and none of the new.
    static byte[] answer(ByteBuffer asked) {
        short id = asked.getShort(0);
        int end = HEADER;
        while (asked.get(end) != 0) end += asked.get(end) + 1;
        boolean known = asked.getShort(end + 1) == ADDRESS;
        var question = new byte[end + 1 + TYPE_AND_CLASS - HEADER];
        asked.get(HEADER, question);
        var answer = ByteBuffer.allocate(LARGEST)
                .putShort(id)
                .putShort(ANSWER)
                .putShort((short) 1)
                .putShort((short) (known ? 1 : 0))
                .putInt(0)
                .put(question);
        if (known) {
            answer.putShort(SAME_NAME).putShort(ADDRESS).putShort(INTERNET);
            answer.putInt(TTL_SECONDS).putShort((short) HERE.length).put(HERE);
        }
        var bytes = new byte[answer.position()];
        answer.get(0, bytes);
        return bytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
