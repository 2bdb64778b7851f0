package agentvault.store;

import agentvault.id.Id;
import agentvault.traffic.Passage;
import agentvault.vault.Stamp;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Passages of one vault as bytes. What was said before in the same block, such as a host, is said again as its number;
/// numbers are written in as few bytes as they need.
final class PassagePacking {

    private static final byte FORMAT = 1;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int LONGEST_NUMBER = 10;

    private PassagePacking() {}

    static byte[] pack(List<Passage> passages) {
        var to = new Writer();
        to.bytes(new byte[] {FORMAT});
        to.number(passages.size());
        long before = 0;
        for (var passage : passages) {
            long at = Stamp.micros(passage.at());
            to.signed(at - before);
            before = at;
            to.once(passage.requestId());
            to.text(passage.way().name());
            write(to, passage);
        }
        return to.done();
    }

    private static void write(Writer to, Passage passage) {
        to.id(passage.who().actor());
        to.id(passage.who().session());
        to.text(passage.what().method());
        to.text(passage.what().host());
        to.text(passage.what().path());
        to.text(passage.fate().service());
        to.number(passage.fate().keys().size());
        passage.fate().keys().forEach(to::text);
        to.number(passage.fate().status());
        to.text(passage.fate().code());
        to.number(passage.cost().sent());
        to.number(passage.cost().received());
        to.time(passage.cost().untilConnected());
        to.time(passage.cost().untilAnswered());
        to.time(passage.cost().whole());
    }

    /// Empty if these are not bytes that were packed here.
    static Optional<List<Passage>> unpack(Id vault, byte[] packed) {
        try {
            var from = new Reader(packed);
            if (from.octet() != FORMAT) return Optional.empty();
            int count = from.integer();
            var passages = new ArrayList<Passage>();
            long at = 0;
            for (int i = 0; i < count; i++) {
                at += from.signed();
                passages.add(read(from, vault, at));
            }
            return Optional.of(passages);
        } catch (BufferUnderflowException
                | ArithmeticException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Passage read(Reader from, Id vault, long at) {
        return new Passage(
                Stamp.instant(at),
                from.once(),
                Passage.Way.valueOf(from.text()),
                new Passage.Who(from.id(), from.id(), vault),
                new Passage.What(from.text(), from.text(), from.text()),
                new Passage.Fate(from.text(), from.texts(), from.integer(), from.text()),
                new Passage.Cost(from.number(), from.number(), from.time(), from.time(), from.time()));
    }

    private static final class Writer {

        private final Map<Object, Integer> said = new HashMap<>();
        private byte[] bytes = new byte[4096];
        private int length;

        void number(long value) {
            room(LONGEST_NUMBER);
            long left = value;
            while ((left & -MORE) != 0) {
                bytes[length++] = (byte) (left | MORE);
                left >>>= BITS;
            }
            bytes[length++] = (byte) left;
        }

        void signed(long value) {
            number((value << 1) ^ (value >> (Long.SIZE - 1)));
        }

        void time(Duration time) {
            number(time.toNanos() / 1_000);
        }

        void once(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            bytes(utf8);
        }

        void text(String text) {
            if (isNew(text)) once(text);
        }

        void id(Id id) {
            if (isNew(id)) bytes(id.bytes());
        }

        /// Writes its number; what is new has the next one.
        private boolean isNew(Object value) {
            int next = said.size();
            var known = said.putIfAbsent(value, next);
            number(known == null ? next : known);
            return known == null;
        }

        void bytes(byte[] more) {
            room(more.length);
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
        }

        private void room(int more) {
            if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }

        byte[] done() {
            return Arrays.copyOf(bytes, length);
        }
    }

    private static final class Reader {

        private final List<Object> said = new ArrayList<>();
        private final ByteBuffer bytes;

        Reader(byte[] packed) {
            bytes = ByteBuffer.wrap(packed);
        }

        byte octet() {
            return bytes.get();
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += BITS) {
                byte next = bytes.get();
                value |= (long) (next & (MORE - 1)) << shift;
                if (next >= 0) return value;
            }
            throw new ArithmeticException("a number without an end");
        }

        int integer() {
            return Math.toIntExact(number());
        }

        long signed() {
            long value = number();
            return (value >>> 1) ^ -(value & 1);
        }

        Duration time() {
            return Duration.ofNanos(Math.multiplyExact(number(), 1_000L));
        }

        String once() {
            return new String(array(integer()), StandardCharsets.UTF_8);
        }

        String text() {
            int number = integer();
            if (number == said.size()) said.add(once());
            if (said.get(number) instanceof String text) return text;
            throw new IndexOutOfBoundsException(number);
        }

        Id id() {
            int number = integer();
            if (number == said.size()) said.add(Id.ofBytes(array(Id.BYTES)));
            if (said.get(number) instanceof Id id) return id;
            throw new IndexOutOfBoundsException(number);
        }

        List<String> texts() {
            int count = integer();
            var texts = new ArrayList<String>();
            for (int i = 0; i < count; i++) texts.add(text());
            return texts;
        }

        private byte[] array(int size) {
            if (size < 0 || size > bytes.remaining()) throw new BufferUnderflowException();
            byte[] array = new byte[size];
            bytes.get(array);
            return array;
        }
    }
}
