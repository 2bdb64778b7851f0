package agentvault.child;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a program is given so that every client in it goes through the proxy and trusts it: variables, and files that
/// they
/// name; and what of the operator's environment it is not given. Which client needs what is in
/// `docs/guides/clients.md`.
public final class Outfit {

    private static final String BUNDLE = "ca.pem";

    private final Map<String, String> variables;
    private final Set<String> removed;

    private Outfit(Map<String, String> variables, Set<String> removed) {
        this.variables = Map.copyOf(variables);
        this.removed = Set.copyOf(removed);
    }

    /// Writes the files and gives the variables.
    ///
    /// @param folder the operator's alone, and empty
    /// @param seen where the program sees this folder
    /// @param rootPem the certificate that vouches for the proxy's
    /// @param theirs the operator's environment
    public static Outfit prepare(Path folder, Path seen, Way way, String rootPem, Map<String, String> theirs) {
        return prepare(
                new OutfitFolder(folder, seen), way, theirs, Certificates.merged(rootPem, theirs, Certificates.SYSTEM));
    }

    static Outfit prepare(OutfitFolder folder, Way way, Map<String, String> theirs, Certificates certificates) {
        // Into a sandbox nothing of the operator's environment comes that these would add to.
        var kept = way.token().empty() ? Map.<String, String>of() : theirs;
        var bypass = new Bypass(kept);
        var bundle = folder.put(BUNDLE, Certificates.pem(certificates.all()));
        var variables = new HashMap<>(ours(way));
        variables.putAll(ProxyVariables.of(way, bypass, kept));
        Certificates.REPLACING.forEach(name -> variables.put(name, bundle));
        variables.put("SSL_CERT_DIR", folder.makeFolder("certs"));
        folder.put("certs/" + BUNDLE, Certificates.pem(certificates.all()));
        var added = folder.put("added.pem", Certificates.pem(certificates.added()));
        Certificates.ADDING.forEach(name -> variables.put(name, added));
        variables.put("DENO_TLS_CA_STORE", "system");
        variables.put(Wgetrc.VARIABLE, folder.put("wgetrc", Wgetrc.text(bundle, theirs)));
        variables.put("PHP_INI_SCAN_DIR", php(folder, bundle, kept));
        variables.putAll(node(folder, kept));
        var trustStore = folder.put("trust.jks", certificates.trustStore());
        variables.putAll(JavaOptions.variables(way, bypass, trustStore, agent(folder, way), kept));
        var removed = new HashSet<>(Withheld.of(theirs));
        removed.removeAll(variables.keySet());
        return new Outfit(variables, removed);
    }

    /// What is added or replaced. The values hold the token, but in a sandbox.
    public Map<String, String> variables() {
        return variables;
    }

    /// The names of what is taken out of the operator's environment.
    public Set<String> removed() {
        return removed;
    }

    /// As the protocol has them. In a sandbox the word stands for the token that its way out adds.
    private static Map<String, String> ours(Way way) {
        var shown = way.token().empty() ? "sandbox" : way.token().reveal();
        return Map.of(
                "AGENT_VAULT_ADDR",
                way.address(),
                "AGENT_VAULT_SESSION_TOKEN",
                shown,
                "AGENT_VAULT_TOKEN",
                shown,
                "AGENT_VAULT_VAULT",
                way.vault());
    }

    private static Map<String, String> node(OutfitFolder folder, Map<String, String> theirs) {
        var preload = folder.putOurs("preload.cjs");
        var option = "--require " + (preload.contains(" ") ? '"' + preload + '"' : preload);
        return Map.of(
                "NODE_OPTIONS", (theirs.getOrDefault("NODE_OPTIONS", "") + " " + option).strip(),
                "NODE_USE_ENV_PROXY", "1",
                "NODE_USE_SYSTEM_CA", "1");
    }

    /// An empty part of the list stands for the folder that PHP was built with.
    private static String php(OutfitFolder folder, String bundle, Map<String, String> theirs) {
        var scanned = folder.makeFolder("php");
        var prepended = folder.putOurs("prepend.php");
        var settings = List.of(
                "curl.cainfo = \"" + bundle + "\"",
                "openssl.cafile = \"" + bundle + "\"",
                "auto_prepend_file = \"" + prepended + "\"");
        folder.put("php/agent-vault.ini", String.join("\n", settings) + "\n");
        return theirs.getOrDefault("PHP_INI_SCAN_DIR", "") + ":" + scanned;
    }

    private static String agent(OutfitFolder folder, Way way) {
        if (way.token().empty()) return "";
        var jar = folder.put("jvm.jar", AgentJar.bytes());
        return JavaOptions.quoted("-javaagent:" + jar + "=" + way.host() + ":" + way.port());
    }

    /// Without the values, which hold the token.
    @Override
    public String toString() {
        return "Outfit" + variables.keySet();
    }
}
