package agentvault.vault;

import java.util.ArrayList;
import java.util.List;

/// A header value with credentials in it, written `Token token={{ PAGERDUTY_KEY }}`. What stands in double braces and
/// is
/// no credential key stays literal text.
public record HeaderTemplate(String text) {

    private static final int MAX = 1000;

    /// A stretch of the rendered value.
    public sealed interface Piece {
        record Literal(String text) implements Piece {}

        record Reference(CredentialKey key) implements Piece {}
    }

    public HeaderTemplate {
        if (text.length() > MAX || !text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("a header template is printable ASCII, 1,000 characters at most");
        }
    }

    public List<Piece> pieces() {
        var pieces = new ArrayList<Piece>();
        var literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = text.startsWith("{{", at) ? text.indexOf("}}", at) : -1;
            String name = end < 0 ? "" : text.substring(at + 2, end).strip();
            if (CredentialKey.valid(name)) {
                if (!literal.isEmpty()) pieces.add(new Piece.Literal(literal.toString()));
                literal.setLength(0);
                pieces.add(new Piece.Reference(new CredentialKey(name)));
                at = end + 2;
                continue;
            }
            literal.append(text.charAt(at++));
        }
        if (!literal.isEmpty()) pieces.add(new Piece.Literal(literal.toString()));
        return List.copyOf(pieces);
    }

    public List<CredentialKey> keys() {
        return pieces().stream()
                .filter(Piece.Reference.class::isInstance)
                .map(piece -> ((Piece.Reference) piece).key())
                .toList();
    }
}
