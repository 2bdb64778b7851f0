package agentvault.access;

import agentvault.crypto.Hash;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes tokens and knows them again by a hash under the pepper, which is not in the database in clear.
public final class Tokens {

    private static final int CODES = 1_000_000;
    private static final int DRAWN_BITS = (1 << 20) - 1;

    private final KeyRing keys;
    private final Randomness random;

    public Tokens(KeyRing keys, Randomness random) {
        this.keys = keys;
        this.random = random;
    }

    /// A new token of this kind, as text in UTF-8.
    public Secret issue(TokenKind kind) {
        return issue(kind.prefix());
    }

    /// A new API key of this form.
    public Secret issue(KeyForm form) {
        return issue(form.prefix());
    }

    private Secret issue(String prefix) {
        byte[] secret = random.bytes(TokenKind.RANDOM_BYTES);
        char[] text = (prefix + HexFormat.of().formatHex(secret)).toCharArray();
        Arrays.fill(secret, (byte) 0);
        return Secret.take(text);
    }

    /// Six digits, each number of them as likely as any other.
    public Secret issueCode() {
        while (true) {
            int drawn = ByteBuffer.wrap(random.bytes(Integer.BYTES)).getInt() & DRAWN_BITS;
            if (drawn < CODES) return Secret.take("%06d".formatted(drawn).toCharArray());
        }
    }

    public Token.Hash hash(Secret token) {
        var pepper = keys.current(KeyUse.TOKEN_PEPPER);
        return new Token.Hash(pepper.version(), Octets.of(hmac(pepper.material(), token)));
    }

    /// The hashes that a shown token may be kept under, the newest first.
    public List<Token.Hash> hashes(Secret token) {
        int newest = keys.current(KeyUse.TOKEN_PEPPER).version();
        return IntStream.iterate(newest, version -> version > 0, version -> version - 1)
                .mapToObj(version -> hash(token, version))
                .flatMap(Optional::stream)
                .toList();
    }

    /// The hash of a shown token under an older pepper, for rows that were made with it.
    public Optional<Token.Hash> hash(Secret token, int pepperVersion) {
        return keys.version(KeyUse.TOKEN_PEPPER, pepperVersion)
                .map(pepper -> new Token.Hash(pepperVersion, Octets.of(hmac(pepper.material(), token))));
    }

    /// A token together with what it holds for, to be hashed as one.
    public static Secret bound(Secret token, byte[] to) {
        return token.reveal(bytes -> Secret.take(
                ByteBuffer.allocate(bytes.length + to.length).put(bytes).put(to).array()));
    }

    /// The kinds that a shown text may be of, by its form alone.
    public static Set<TokenKind> kinds(Secret shown) {
        return shown.reveal(bytes -> {
            var text = new String(bytes, StandardCharsets.US_ASCII);
            return Arrays.stream(TokenKind.values())
                    .filter(kind -> kind.prefixes().stream()
                            .anyMatch(prefix -> text.length() == prefix.length() + 2 * TokenKind.RANDOM_BYTES
                                    && text.startsWith(prefix)))
                    .collect(Collectors.toUnmodifiableSet());
        });
    }

    /// Enough of a token to recognise it in a list, too little to guess it.
    public static String hint(Secret token) {
        return token.reveal(bytes -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.substring(0, Math.min(text.length(), 12));
        });
    }

    private static byte[] hmac(Secret pepper, Secret token) {
        return token.reveal(bytes -> Hash.hmac(pepper, bytes));
    }
}
