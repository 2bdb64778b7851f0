package agentvault.sandbox;

import static java.util.Map.entry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Names for hosts that programs are often let through to without a credential: model APIs, and where packages come
/// from.
public final class Presets {

    private static final Map<String, List<String>> HOSTS = Map.ofEntries(
            entry("anthropic", List.of("api.anthropic.com")),
            entry("openai", List.of("api.openai.com")),
            entry("google", List.of("generativelanguage.googleapis.com", "aiplatform.googleapis.com")),
            entry("mistral", List.of("api.mistral.ai")),
            entry("groq", List.of("api.groq.com")),
            entry("deepseek", List.of("api.deepseek.com")),
            entry("xai", List.of("api.x.ai")),
            entry("openrouter", List.of("openrouter.ai")),
            entry("npm", List.of("registry.npmjs.org", "registry.yarnpkg.com")),
            entry("pypi", List.of("pypi.org", "files.pythonhosted.org")),
            entry("crates", List.of("crates.io", "index.crates.io", "static.crates.io")),
            entry("go", List.of("proxy.golang.org", "sum.golang.org")),
            entry("maven", List.of("repo.maven.apache.org", "repo1.maven.org")),
            entry("gradle", List.of("services.gradle.org", "plugins.gradle.org", "plugins-artifacts.gradle.org")),
            entry("rubygems", List.of("rubygems.org", "index.rubygems.org")),
            entry("packagist", List.of("packagist.org", "repo.packagist.org")),
            entry("nuget", List.of("api.nuget.org")),
            entry("debian", List.of("deb.debian.org", "security.debian.org")),
            entry("ubuntu", List.of("archive.ubuntu.com", "security.ubuntu.com", "ports.ubuntu.com")),
            entry("alpine", List.of("dl-cdn.alpinelinux.org")),
            entry(
                    "github",
                    List.of(
                            "github.com",
                            "api.github.com",
                            "codeload.github.com",
                            "raw.githubusercontent.com",
                            "objects.githubusercontent.com",
                            "release-assets.githubusercontent.com")),
            entry("gitlab", List.of("gitlab.com")));

    private Presets() {}

    /// The names, in their order.
    public static Set<String> names() {
        return new TreeSet<>(HOSTS.keySet());
    }

    /// The hosts that are meant by words with commas between them. A word that is no preset is a host.
    public static List<String> hosts(List<String> given) {
        var hosts = new LinkedHashSet<String>();
        for (var words : given) {
            for (var word : words.split(",", -1)) {
                var host = word.strip();
                if (!host.isEmpty()) hosts.addAll(HOSTS.getOrDefault(host.toLowerCase(Locale.ROOT), List.of(host)));
            }
        }
        return List.copyOf(hosts);
    }
}
