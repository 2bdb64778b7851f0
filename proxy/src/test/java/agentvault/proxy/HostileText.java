package agentvault.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables of hostile messages, and how bytes are written in them.
final class HostileText {

    private static final Pattern TOKEN = Pattern.compile("\\{([^{}*]+)}");
    private static final Pattern REPEATED = Pattern.compile("\\{(.)\\*(\\d+)}");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(x[0-9a-f]{2}|[rnt0\\\\])");

    private HostileText() {}

    static List<String> lines(String file) {
        try (var in = Objects.requireNonNull(HostileText.class.getResourceAsStream(file), file);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The bytes that a text of a table stands for.
    static String bytes(String text, Map<String, String> tokens) {
        var repeated = REPEATED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
        var escaped = ESCAPED.matcher(repeated).replaceAll(HostileText::unescaped);
        return TOKEN.matcher(escaped)
                .replaceAll(found -> Matcher.quoteReplacement(tokens.getOrDefault(found.group(1), found.group())));
    }

    private static String unescaped(MatchResult found) {
        var what = found.group(1);
        char one = switch (what.charAt(0)) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> '\0';
            case 'x' -> (char) Integer.parseInt(what.substring(1), 16);
            default -> what.charAt(0);
        };
        return Matcher.quoteReplacement(String.valueOf(one));
    }
}
