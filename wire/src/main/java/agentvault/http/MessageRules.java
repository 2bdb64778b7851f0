package agentvault.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the fields of any head say about its body and its connection.
final class MessageRules {

    private static final int NONE = -1;
    private static final int MAX_DIGITS = 18;

    private final Fields fields;
    private final int minorVersion;
    private int length = NONE;
    private int transferEncoding = NONE;
    private @Nullable Refusal refusal;
    private boolean close;

    MessageRules(Fields fields, int minorVersion) {
        this.fields = fields;
        this.minorVersion = minorVersion;
    }

    void look(int field) {
        switch (fields.nameLength(field)) {
            case 10 -> {
                if (fields.named(field, "connection")) connection(fields.value(field));
            }
            case 14 -> {
                if (fields.named(field, "content-length")) length = only(length, field, Refusal.CONTENT_LENGTH);
            }
            case 17 -> {
                if (fields.named(field, "transfer-encoding"))
                    transferEncoding = only(transferEncoding, field, Refusal.TRANSFER_ENCODING);
            }
            default -> {}
        }
    }

    /// How the body ends, as the fields that were looked at tell, or otherwise.
    Framing framing(Framing otherwise) {
        if (transferEncoding != NONE) {
            if (length != NONE) refusal = Refusal.AMBIGUOUS_LENGTH;
            else if (minorVersion == 0 || !fields.value(transferEncoding).equalsIgnoreCase("chunked"))
                refusal = Refusal.TRANSFER_ENCODING;
            return new Framing.Chunked();
        }
        if (length == NONE) return otherwise;
        long bytes = number(fields.value(length));
        if (bytes < 0) refusal = Refusal.CONTENT_LENGTH;
        return bytes == 0 ? new Framing.None() : new Framing.Length(bytes);
    }

    /// What is wrong with the fields that were looked at.
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /// Whether the connection ends with this exchange.
    boolean close() {
        return close;
    }

    private int only(int before, int field, Refusal otherwise) {
        if (before != NONE) refusal = otherwise;
        return field;
    }

    private void connection(String value) {
        if (value.equalsIgnoreCase("keep-alive")) return;
        for (var part : value.split(",", -1)) {
            var option = part.strip().toLowerCase(Locale.ROOT);
            switch (option) {
                case "close" -> close = true;
                case "host", "content-length", "transfer-encoding" -> refusal = Refusal.CONNECTION;
                default -> {
                    if (!Grammar.isWord(option)) refusal = Refusal.CONNECTION;
                }
            }
        }
    }

    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.chars().allMatch(Grammar::isDigit)) return -1;
        return Long.parseLong(digits);
    }
}
