package agentvault.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The validated header lines of a head, as places in its bytes: nothing is copied until it is asked for.
public final class Fields {

    private static final int EACH = 4;

    private final int most;
    private byte[] bytes = {};
    private int[] places = new int[16 * EACH];
    private int size;

    Fields(int most) {
        this.most = most;
    }

    /// Takes in one line without its end, or says why not.
    @Nullable
    Refusal add(byte[] in, int start, int end) {
        if (Grammar.isBlank(in[start])) return Refusal.FOLDED_HEADER;
        if (size == most) return Refusal.HEAD_TOO_LARGE;
        int colon = start;
        while (colon < end && Grammar.isWord(in[colon])) colon++;
        if (colon == start || colon == end || in[colon] != ':') return Refusal.HEADER;
        int from = colon + 1;
        int to = end;
        while (from < to && Grammar.isBlank(in[from])) from++;
        while (to > from && Grammar.isBlank(in[to - 1])) to--;
        place(start, colon, from, to);
        return null;
    }

    private void place(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = size++ * EACH;
        if (at == places.length) places = Arrays.copyOf(places, at * 2);
        places[at] = nameStart;
        places[at + 1] = nameEnd;
        places[at + 2] = valueStart;
        places[at + 3] = valueEnd;
    }

    /// Where the places are: the bytes move while they are still being read.
    Fields over(byte[] head) {
        bytes = head;
        return this;
    }

    public int size() {
        return size;
    }

    public String name(int field) {
        return text(places[field * EACH], places[field * EACH + 1]);
    }

    public String value(int field) {
        return text(places[field * EACH + 2], places[field * EACH + 3]);
    }

    /// Takes bytes that are not copied for it, and does not keep them.
    @FunctionalInterface
    public interface Taker {
        void take(byte[] bytes, int start, int length);
    }

    public void showName(int field, Taker to) {
        show(places[field * EACH], places[field * EACH + 1], to);
    }

    public void showValue(int field, Taker to) {
        show(places[field * EACH + 2], places[field * EACH + 3], to);
    }

    private void show(int start, int end, Taker to) {
        to.take(bytes, start, end - start);
    }

    /// Whether a field has this name, written in lower case.
    public boolean named(int field, String lowerCase) {
        int start = places[field * EACH];
        if (places[field * EACH + 1] - start != lowerCase.length()) return false;
        for (int i = 0; i < lowerCase.length(); i++) if (lower(bytes[start + i]) != lowerCase.charAt(i)) return false;
        return true;
    }

    /// Whether servers that take marks in names for one another, or leave them out, read this name: written in lower
    /// case and without marks.
    public boolean reads(int field, String bare) {
        int matched = 0;
        for (int at = places[field * EACH]; at < places[field * EACH + 1]; at++) {
            int c = lower(bytes[at]);
            if (!isPlain(c)) continue;
            if (matched == bare.length() || c != bare.charAt(matched)) return false;
            matched++;
        }
        return matched == bare.length();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || Grammar.isDigit(c);
    }

    int nameLength(int field) {
        return places[field * EACH + 1] - places[field * EACH];
    }

    public Headers headers() {
        var fields = new ArrayList<Headers.Field>(size);
        for (int i = 0; i < size; i++) fields.add(new Headers.Field(name(i), value(i)));
        return new Headers(fields);
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    /// The names alone: values may be secrets.
    @Override
    public String toString() {
        return headers().toString();
    }
}
