package agentvault.server;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A server of names with answers of its own, which keeps what it is asked.
final class PretendedNames implements AutoCloseable {

    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int ANSWER = 0x8580;
    private static final int UNKNOWN = 3;
    private static final int POINTER = 0xc00c;

    private final DatagramSocket socket;
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    PretendedNames(InetAddress at) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(at, PORT));
        Thread.ofPlatform().daemon().start(this::answer);
    }

    void name(String name, InetAddress... addresses) {
        names.put(name, List.of(addresses));
    }

    /// Every name that was asked for.
    Set<String> asked() {
        return asked;
    }

    private void answer() {
        try {
            var question = new DatagramPacket(new byte[512], 512);
            while (true) {
                socket.receive(question);
                byte[] said = answered(ByteBuffer.wrap(question.getData(), 0, question.getLength()));
                socket.send(new DatagramPacket(said, said.length, question.getSocketAddress()));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private byte[] answered(ByteBuffer question) {
        short id = question.getShort(0);
        question.position(HEADER);
        var name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = question.getShort();
        question.getShort();
        asked.add(name.toString());
        byte[] asking = new byte[question.position() - HEADER];
        question.get(HEADER, asking);
        return message(id, asking, type, Optional.ofNullable(names.get(name.toString())));
    }

    private static byte[] message(short id, byte[] asking, int type, Optional<List<InetAddress>> known) {
        int bytes = type == A ? 4 : type == AAAA ? 16 : -1;
        var found = known.stream()
                .flatMap(List::stream)
                .filter(address -> address.getAddress().length == bytes)
                .toList();
        var all = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(all)) {
            out.writeShort(id);
            out.writeShort(known.isEmpty() ? ANSWER | UNKNOWN : ANSWER);
            out.writeShort(1);
            out.writeShort(found.size());
            out.writeInt(0);
            out.write(asking);
            for (var address : found) {
                out.writeShort(POINTER);
                out.writeShort(type);
                out.writeShort(1);
                out.writeInt(0);
                out.writeShort(bytes);
                out.write(address.getAddress());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
