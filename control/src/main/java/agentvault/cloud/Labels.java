package agentvault.cloud;

import agentvault.document.Members;
import agentvault.vault.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Reads names and labels.
public final class Labels {

    private static final int MOST = 255;

    private Labels() {}

    /// A name that has to be there.
    public static String name(Members body, String field) {
        var name = body.text(field);
        if (name.isBlank() || name.codePointCount(0, name.length()) > MOST)
            throw body.unfit(field, " has 1 to 255 characters");
        return name;
    }

    /// A name that may be left out; empty if it is.
    public static String maybeName(Members body, String field) {
        return body.has(field) ? name(body, field) : "";
    }

    public static Metadata metadata(Members body) {
        return fit(body, "metadata", () -> Metadata.of(Map.of()).patched(changes(body)));
    }

    /// What becomes of labels: a text sets one, null removes one.
    public static UnaryOperator<Metadata> patch(Members body) {
        var changes = changes(body);
        return before -> fit(body, "metadata", () -> before.patched(changes));
    }

    private static Map<String, Optional<String>> changes(Members body) {
        var changes = new HashMap<String, Optional<String>>();
        body.maybeObject("metadata")
                .ifPresent(labels -> labels.names().forEach(key -> changes.put(key, labels.maybeText(key))));
        return changes;
    }

    /// What a form refuses with an [IllegalArgumentException] is unfit for the reason that it gives.
    public static <T> T fit(Members body, String field, Supplier<T> form) {
        try {
            return form.get();
        } catch (IllegalArgumentException refused) {
            throw body.unfit(field, ": " + refused.getMessage());
        }
    }
}
