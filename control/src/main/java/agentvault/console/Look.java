package agentvault.console;

import agentvault.crypto.Hash;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/// The look of all pages: their one stylesheet. Its address has its hash in it, so that browsers may keep it for good.
public final class Look {

    private static final int HASH_DIGITS = 16;
    private static final byte[] BYTES = read();
    private static final String NAME =
            "console-" + HexFormat.of().formatHex(Hash.sha256(BYTES)).substring(0, HASH_DIGITS) + ".css";

    private Look() {}

    public static String address() {
        return "/assets/" + NAME;
    }

    /// A text of others, every character of which is to be seen.
    public static String visible(String text) {
        return Visible.text(text);
    }

    static Answer answer(String name) {
        if (!name.equals(NAME)) {
            throw Trouble.of(404, "not_found", "There is nothing at this address.")
                    .declined();
        }
        return Answer.of(200, "text/css; charset=utf-8", BYTES)
                .with("Cache-Control", "public, max-age=31536000, immutable");
    }

    private static byte[] read() {
        try (var in = Look.class.getResourceAsStream("console.css")) {
            if (in == null) throw new IllegalStateException("the stylesheet is not bundled");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
