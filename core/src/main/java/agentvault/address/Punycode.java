package agentvault.address;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// The encoding of one label of an international name (RFC 3492). It maps nothing and folds nothing: what a label
/// looks like to a person is the business of whoever shows it.
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_CODE_POINT = 0x80;

    private Punycode() {}

    /// Says that this is what [#encode] makes of some label that needs encoding and stands in its mapped form, as
    /// registries store it: lower case and without compatibility characters.
    static boolean isCanonical(String encoded) {
        return decode(encoded)
                .filter(label -> !label.chars().allMatch(c -> c < INITIAL_CODE_POINT))
                .filter(label -> label.chars().noneMatch(Character::isISOControl))
                .filter(label -> mapped(label).equals(label))
                .filter(label -> encode(label).equals(encoded))
                .isPresent();
    }

    static Optional<String> decode(String encoded) {
        int delimiter = encoded.lastIndexOf('-');
        var output = new StringBuilder(delimiter > 0 ? encoded.substring(0, delimiter) : "");
        int points = output.length();
        long codePoint = INITIAL_CODE_POINT;
        long index = 0;
        int bias = INITIAL_BIAS;
        int at = delimiter + 1;
        while (at < encoded.length()) {
            long before = index;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < encoded.length() ? digit(encoded.charAt(at++)) : BASE;
                if (digit == BASE) return Optional.empty();
                index += digit * weight;
                int threshold = threshold(k, bias);
                if (digit < threshold) break;
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE || index > Integer.MAX_VALUE) return Optional.empty();
            }
            points++;
            bias = adapt((int) (index - before), points, before == 0);
            codePoint += index / points;
            index %= points;
            if (!isScalar(codePoint)) return Optional.empty();
            output.insert(output.offsetByCodePoints(0, (int) index), Character.toString((int) codePoint));
            index++;
        }
        return Optional.of(output.toString());
    }

    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        var output = new StringBuilder();
        label.chars().filter(c -> c < INITIAL_CODE_POINT).forEach(c -> output.append((char) c));
        int basic = output.length();
        int handled = basic;
        if (basic > 0) output.append('-');
        int codePoint = INITIAL_CODE_POINT;
        int delta = 0;
        int bias = INITIAL_BIAS;
        while (handled < points.length) {
            int next = nextAbove(points, codePoint);
            delta += (next - codePoint) * (handled + 1);
            codePoint = next;
            for (int point : points) {
                if (point < codePoint) delta++;
                if (point != codePoint) continue;
                appendNumber(output, delta, bias);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            codePoint++;
        }
        return output.toString();
    }

    private static String mapped(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static int nextAbove(int[] points, int floor) {
        int next = Integer.MAX_VALUE;
        for (int point : points) {
            if (point >= floor && point < next) next = point;
        }
        return next;
    }

    private static void appendNumber(StringBuilder output, int number, int bias) {
        int rest = number;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (rest < threshold) break;
            output.append(character(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
        output.append(character(rest));
    }

    private static int threshold(int k, int bias) {
        return Math.clamp((long) k - bias, T_MIN, T_MAX);
    }

    private static int adapt(int delta, int points, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static boolean isScalar(long codePoint) {
        return codePoint <= Character.MAX_CODE_POINT
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') return c - 'a';
        if (c >= '0' && c <= '9') return c - '0' + 26;
        return BASE;
    }

    private static char character(int digit) {
        return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
    }
}
