package agentvault.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The settings of wget, which takes roots from no variable: the operator's own, without those that say something about
/// proxies, roots and who they are, and the roots to trust.
final class Wgetrc {

    static final String VARIABLE = "WGETRC";

    /// In names wget sees no difference between `http_proxy`, `http-proxy` and `HttpProxy`.
    private static final Pattern NAME = Pattern.compile("^\\s*([\\w-]+)\\s*=.*$");

    private static final List<String> NOT_KEPT = List.of(
            "proxy", "user", "password", "passwd", "login", "header", "cacertificate", "cadirectory", "privatekey");

    private Wgetrc() {}

    static String text(String bundle, Map<String, String> theirs) {
        return kept(theirs) + "ca_certificate = " + bundle + "\n";
    }

    private static String kept(Map<String, String> theirs) {
        var home = theirs.getOrDefault("HOME", "");
        var file = Path.of(theirs.getOrDefault(VARIABLE, home + "/.wgetrc"));
        if (!Files.isRegularFile(file)) return "";
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(Wgetrc::harmless)
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean harmless(String line) {
        var name = NAME.matcher(line);
        if (!name.matches()) return true;
        var plain = name.group(1).toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        return NOT_KEPT.stream().noneMatch(plain::contains) || plain.equals("useragent");
    }
}
