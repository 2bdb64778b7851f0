package agentvault.page;

import agentvault.vault.Stamp;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/// A place in a list, newest first: just after the object that was made at this stamp. Opaque to clients, and valid
/// however the list changes.
public record Cursor(Stamp after) {

    private static final String PREFIX = "page_";
    private static final int BYTES = 1 + 2 * Long.BYTES;
    private static final byte VERSION = 1;

    public String text() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(Stamp.micros(after.at()))
                .putLong(after.sequence())
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Empty for anything that is not a cursor of ours.
    public static Optional<Cursor> parse(String text) {
        if (!text.startsWith(PREFIX)) return Optional.empty();
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != BYTES || bytes[0] != VERSION) return Optional.empty();
        var in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        return Optional.of(new Cursor(new Stamp(Stamp.instant(in.getLong()), in.getLong())));
    }
}
