package agentvault.fuzz;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.http.Framing;
import agentvault.http.HeadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a request head as simply as possible: the whole text, line by line, one expression for each rule.
final class SlowHead {

    private static final String WORD = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE =
            Pattern.compile("(" + WORD + ") ([\\x21\\x22\\x24-\\x7e]+) HTTP/1\\.([01])");
    static final Pattern FIELD = Pattern.compile("(" + WORD + "):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*?)[ \\t]*");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)(https?)://([^/?]*)([/?].*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern OPTIONS = Pattern.compile("\\s*" + WORD + "\\s*(,\\s*" + WORD + "\\s*)*");
    private static final Pattern FRAMING_OPTION =
            Pattern.compile("(?i)(^|.*,)\\s*(host|content-length|transfer-encoding)\\s*(,.*|$)");

    static final Pattern CLOSE = Pattern.compile("(?i)(^|.*,)\\s*close\\s*(,.*|$)");

    record Field(String name, String value) {}

    private final String method;
    private final String target;
    private final boolean older;
    private final List<Field> fields = new ArrayList<>();

    private SlowHead(Matcher line) {
        method = line.group(1);
        target = line.group(2);
        older = line.group(3).equals("0");
    }

    static Optional<String> read(String text, HeadLimits limits) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || end + 4 > limits.bytes()) return Optional.empty();
        var lines = List.of(text.substring(0, end).split("\r\n", -1));
        var line = REQUEST_LINE.matcher(lines.getFirst());
        boolean fits = line.matches()
                && line.group(1).length() <= limits.method()
                && line.group(2).length() <= limits.target()
                && lines.size() - 1 <= limits.fields();
        if (!fits) return Optional.empty();
        var head = new SlowHead(line);
        for (var rest : lines.subList(1, lines.size())) {
            var field = FIELD.matcher(rest);
            if (!field.matches()) return Optional.empty();
            head.fields.add(new Field(field.group(1), field.group(2)));
        }
        return head.described(text.length() - end - 4);
    }

    private Optional<String> described(int left) {
        boolean expects = all(fields, "expect").stream().allMatch(value -> value.equalsIgnoreCase("100-continue"));
        if (!expects || !connects(fields)) return Optional.empty();
        var text = new StringBuilder();
        for (var field : fields)
            text.append(field.name()).append('=').append(field.value()).append('\n');
        return framing(fields, older, new Framing.None())
                .flatMap(framing -> authority()
                        .map(authority -> described(method, target, authority, framing, text.toString(), left)));
    }

    static String described(
            String method, String target, Authority authority, Framing framing, String fields, int left) {
        return method + " " + target + " for " + authority + " " + framing + " " + left + " left\n" + fields;
    }

    static boolean connects(List<Field> fields) {
        return all(fields, "connection").stream()
                .allMatch(value -> OPTIONS.matcher(value).matches()
                        && !FRAMING_OPTION.matcher(value).matches());
    }

    static Optional<Framing> framing(List<Field> fields, boolean older, Framing otherwise) {
        var lengths = all(fields, "content-length");
        var codings = all(fields, "transfer-encoding");
        if (lengths.size() + codings.size() > 1) return Optional.empty();
        if (!codings.isEmpty())
            return !older && codings.getFirst().equalsIgnoreCase("chunked")
                    ? Optional.of(new Framing.Chunked())
                    : Optional.empty();
        if (lengths.isEmpty()) return Optional.of(otherwise);
        if (!LENGTH.matcher(lengths.getFirst()).matches()) return Optional.empty();
        long length = Long.parseLong(lengths.getFirst());
        return Optional.of(length == 0 ? new Framing.None() : new Framing.Length(length));
    }

    private Optional<Authority> authority() {
        var hosts = all(fields, "host");
        if (hosts.size() > 1) return Optional.empty();
        if (method.equals("CONNECT")) {
            // A port that is none makes a target without a port unreadable.
            var named = parsed(target, 80).filter(with80 -> parsed(target, 81).equals(Optional.of(with80)));
            return named.filter(to -> hosts.isEmpty()
                    ? older
                    : parsed(hosts.getFirst(), to.port()).isPresent());
        }
        boolean origin = target.startsWith("/") || (target.equals("*") && method.equals("OPTIONS"));
        if (origin) return hosts.isEmpty() ? Optional.empty() : parsed(hosts.getFirst(), 80);
        var url = ABSOLUTE.matcher(target);
        if (!url.matches()) return Optional.empty();
        int port = url.group(1).equalsIgnoreCase("https") ? 443 : 80;
        return parsed(url.group(2), port).flatMap(to -> agreeing(to, hosts, port));
    }

    private Optional<Authority> agreeing(Authority to, List<String> hosts, int port) {
        if (hosts.isEmpty()) return older ? Optional.of(to) : Optional.empty();
        return parsed(hosts.getFirst(), port).filter(to::equals);
    }

    private static Optional<Authority> parsed(String text, int port) {
        return Authority.parse(text, port) instanceof AuthorityResult.Valid(var authority)
                ? Optional.of(authority)
                : Optional.empty();
    }

    static List<String> all(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }
}
