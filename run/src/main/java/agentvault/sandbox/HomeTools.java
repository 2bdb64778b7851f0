package agentvault.sandbox;

import static java.util.Map.entry;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which folders of a home a program in a sandbox may see: those of tools that PATH leads to. They are named here one
/// by
/// one: what is not named is not there.
final class HomeTools {

    /// What an entry of PATH begins with, below the home, and the folders that its programs need.
    private static final Map<String, List<String>> FOLDERS = Map.ofEntries(
            entry(
                    ".local/bin",
                    List.of(
                            ".local/bin",
                            ".local/lib",
                            ".local/share/uv/tools",
                            ".local/share/uv/python",
                            ".local/share/pipx/venvs",
                            ".local/share/claude")),
            entry(".local/share/pnpm", List.of(".local/share/pnpm")),
            entry(".local/share/mise", List.of(".local/share/mise")),
            entry(".local/share/fnm", List.of(".local/share/fnm")),
            entry(".nvm", List.of(".nvm")),
            entry(".volta", List.of(".volta")),
            entry(".asdf", List.of(".asdf")),
            entry(".npm-global", List.of(".npm-global")),
            entry(".bun/bin", List.of(".bun/bin", ".bun/install/global")),
            entry(".deno/bin", List.of(".deno/bin")),
            entry(".claude/local", List.of(".claude/local")),
            entry(".opencode/bin", List.of(".opencode/bin")),
            entry(".cargo/bin", List.of(".cargo/bin", ".rustup")),
            entry(".rustup", List.of(".rustup")),
            entry(".pyenv", List.of(".pyenv")),
            entry("miniconda3", List.of("miniconda3")),
            entry("miniforge3", List.of("miniforge3")),
            entry("anaconda3", List.of("anaconda3")),
            entry(".rbenv", List.of(".rbenv")),
            entry(".rvm", List.of(".rvm")),
            entry(".sdkman/candidates", List.of(".sdkman/candidates")),
            entry(".jdks", List.of(".jdks")),
            entry(".dotnet", List.of(".dotnet")),
            entry("go", List.of("go/bin")),
            entry(".go", List.of(".go")));

    /// Where credentials and histories are usually kept. None of it is mounted, not even when it is asked for.
    private static final List<String> CREDENTIALS = List.of(
            ".ssh",
            ".gnupg",
            ".aws",
            ".azure",
            ".config/gcloud",
            ".config/gh",
            ".config/hub",
            ".config/op",
            ".config/agent-vault",
            ".agent-vault",
            ".kube",
            ".docker",
            ".netrc",
            ".npmrc",
            ".pypirc",
            ".pgpass",
            ".my.cnf",
            ".git-credentials",
            ".config/git/credentials",
            ".cargo/credentials",
            ".cargo/credentials.toml",
            ".m2/settings.xml",
            ".gradle/gradle.properties",
            ".gem/credentials",
            ".terraform.d",
            ".vault-token",
            ".password-store",
            ".local/share/keyrings",
            ".local/share/agent-vault",
            ".mozilla",
            ".config/google-chrome",
            ".config/chromium",
            ".bash_history",
            ".zsh_history",
            ".local/share/fish",
            ".python_history",
            ".node_repl_history",
            ".psql_history",
            ".mysql_history",
            ".lesshst");

    private HomeTools() {}

    /// What entries of PATH begin with, below a home.
    static Set<String> names() {
        return FOLDERS.keySet();
    }

    /// The folders that are there and that a PATH leads to.
    static Set<Path> shown(Path home, String path) {
        var shown = new LinkedHashSet<Path>();
        for (var each : path.split(File.pathSeparator, -1)) {
            if (!each.startsWith("/")) continue;
            var folder = Path.of(each).normalize();
            if (folder.startsWith(home)) shown.addAll(tools(home, home.relativize(folder)));
        }
        return shown;
    }

    private static List<Path> tools(Path home, Path below) {
        return FOLDERS.entrySet().stream()
                .filter(each -> below.startsWith(Path.of(each.getKey())))
                .flatMap(each -> each.getValue().stream())
                .map(home::resolve)
                .filter(Files::isDirectory)
                .toList();
    }

    static List<Path> credentials(Path home) {
        return CREDENTIALS.stream().map(home::resolve).toList();
    }
}
