package agentvault.inject;

import agentvault.http.Fields;
import agentvault.vault.Attachment;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Which fields of a request go no further: those between us and the client, those that frame the message anew, and
/// those that something is put into.
final class FieldFilter {

    private static final Set<String> BETWEEN_US = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-vault");
    private static final String OF_PROXIES = "proxy-";
    private static final String AUTHORIZATION = "authorization";
    private static final String CODINGS = "acceptencoding";

    private final boolean[] dropped;

    private FieldFilter(boolean[] dropped) {
        this.dropped = dropped;
    }

    /// @param uncoded whether the client has no say in how the response is coded
    static FieldFilter of(Incoming request, Set<String> slots, boolean uncoded) {
        var fields = request.head().fields();
        var nominated = nominated(fields);
        boolean ours = request.authorization() == Incoming.Authorization.OURS;
        var dropped = new boolean[fields.size()];
        for (int i = 0; i < dropped.length; i++) {
            var name = fields.name(i).toLowerCase(Locale.ROOT);
            dropped[i] = BETWEEN_US.contains(name)
                    || name.startsWith(OF_PROXIES)
                    || (ours && name.equals(AUTHORIZATION))
                    || nominated.contains(name)
                    || (!slots.isEmpty() && slots.contains(bare(name)))
                    || (uncoded && bare(name).equals(CODINGS));
        }
        return new FieldFilter(dropped);
    }

    boolean drops(int field) {
        return dropped[field];
    }

    /// The slots that a service fills, in the form in which [#bare] brings any spelling of them.
    static Set<String> slots(Attachment attachment) {
        return switch (attachment) {
            case Attachment.Bearer _, Attachment.Basic _ -> Set.of(AUTHORIZATION);
            case Attachment.ApiKey(var _, var header, var _) -> Set.of(bare(header.slot()));
            case Attachment.Custom(var headers) -> {
                var slots = new HashSet<String>();
                headers.keySet().forEach(header -> slots.add(bare(header.slot())));
                yield slots;
            }
            case Attachment.Query _, Attachment.Passthrough _, Attachment.Tunnel _, Attachment.PlaceholdersOnly _ ->
                Set.of();
        };
    }

    /// Servers take hyphens, underscores and other marks in names for one another, or leave them out.
    private static String bare(String lowerCase) {
        int plain = 0;
        while (plain < lowerCase.length() && isPlain(lowerCase.charAt(plain))) plain++;
        if (plain == lowerCase.length()) return lowerCase;
        var bare = new StringBuilder(lowerCase.length());
        for (int i = 0; i < lowerCase.length(); i++) if (isPlain(lowerCase.charAt(i))) bare.append(lowerCase.charAt(i));
        return bare.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /// What Connection names is between the client and us, too.
    private static Set<String> nominated(Fields fields) {
        Set<String> names = Set.of();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.named(i, "connection")) continue;
            if (names.isEmpty()) names = new HashSet<>();
            for (var option : fields.value(i).split(",", -1))
                names.add(option.strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
