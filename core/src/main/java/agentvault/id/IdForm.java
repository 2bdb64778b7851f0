package agentvault.id;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A rendering of an [Id]. Every face renders in its own form and accepts all of them.
public enum IdForm {
    /// `019e5cdb-9c3f-41c3-b650-5eba937a40b4`: Agent Vault and 21st.
    DASHED {
        @Override
        public String render(IdKind kind, Id id) {
            return id.toString();
        }
    },
    /// `vault_019e5cdb9c3f41c3b6505eba937a40b4`: Qoder.
    HEX {
        @Override
        public String render(IdKind kind, Id id) {
            return kind.hexPrefix() + HexFormat.of().formatHex(id.bytes());
        }
    },
    /// `vlt_01` and 22 characters of base58: Anthropic.
    BASE58 {
        @Override
        public String render(IdKind kind, Id id) {
            return kind.base58Prefix() + BASE58_VERSION + base58(id);
        }
    };

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger FIFTY_EIGHT = BigInteger.valueOf(58);
    private static final String BASE58_VERSION = "01";
    private static final int BASE58_LENGTH = 22;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern HEX_TEXT = Pattern.compile("[0-9a-f]{32}");

    public abstract String render(IdKind kind, Id id);

    /// Reads any rendering of an id of this kind; empty for anything else, which every face answers as unknown.
    public static Optional<Id> parse(IdKind kind, String text) {
        if (UUID_TEXT.matcher(text).matches()) return Optional.of(ofHex(text.replace("-", "")));
        if (text.startsWith(kind.hexPrefix())) {
            String hex = text.substring(kind.hexPrefix().length());
            if (HEX_TEXT.matcher(hex).matches()) return Optional.of(ofHex(hex));
        }
        String base58Prefix = kind.base58Prefix() + BASE58_VERSION;
        if (text.startsWith(base58Prefix)) return ofBase58(text.substring(base58Prefix.length()));
        return Optional.empty();
    }

    private static Id ofHex(String hex) {
        return Id.ofBytes(HexFormat.of().parseHex(hex));
    }

    private static String base58(Id id) {
        var digits = new StringBuilder(BASE58_LENGTH);
        var rest = new BigInteger(1, id.bytes());
        while (digits.length() < BASE58_LENGTH) {
            var parts = rest.divideAndRemainder(FIFTY_EIGHT);
            digits.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return digits.reverse().toString();
    }

    private static Optional<Id> ofBase58(String digits) {
        if (digits.length() != BASE58_LENGTH) return Optional.empty();
        var value = BigInteger.ZERO;
        for (int i = 0; i < digits.length(); i++) {
            int digit = ALPHABET.indexOf(digits.charAt(i));
            if (digit < 0) return Optional.empty();
            value = value.multiply(FIFTY_EIGHT).add(BigInteger.valueOf(digit));
        }
        if (value.bitLength() > 8 * Id.BYTES) return Optional.empty();
        return Optional.of(new Id(value.shiftRight(64).longValue(), value.longValue()));
    }
}
