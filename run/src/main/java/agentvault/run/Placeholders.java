package agentvault.run;

import static java.util.Map.entry;

import agentvault.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What stands in a program's variables for the credentials of its services: texts that name a credential and are
/// none, so that clients which look for a key find one. The proxy puts the real one in its place.
final class Placeholders {

    /// The other names under which clients look for a credential that is called so.
    private static final Map<String, List<String>> ALSO = Map.ofEntries(
            entry("GITHUB_TOKEN", List.of("GH_TOKEN")),
            entry("GH_TOKEN", List.of("GITHUB_TOKEN")),
            entry("GEMINI_API_KEY", List.of("GOOGLE_API_KEY")),
            entry("HF_TOKEN", List.of("HUGGING_FACE_HUB_TOKEN")),
            entry("STRIPE_KEY", List.of("STRIPE_API_KEY", "STRIPE_SECRET_KEY")),
            entry("SLACK_BOT_TOKEN", List.of("SLACK_TOKEN")),
            entry("NOTION_TOKEN", List.of("NOTION_API_KEY")),
            entry("ANTHROPIC_KEY", List.of("ANTHROPIC_API_KEY")),
            entry("OPENAI_KEY", List.of("OPENAI_API_KEY")));

    /// The usual name of the credential of a host, whatever the vault calls it.
    private static final Map<String, String> USUAL = Map.ofEntries(
            entry("api.anthropic.com", "ANTHROPIC_API_KEY"),
            entry("api.openai.com", "OPENAI_API_KEY"),
            entry("api.github.com", "GITHUB_TOKEN"),
            entry("gitlab.com", "GITLAB_TOKEN"),
            entry("api.stripe.com", "STRIPE_KEY"),
            entry("generativelanguage.googleapis.com", "GEMINI_API_KEY"),
            entry("openrouter.ai", "OPENROUTER_API_KEY"),
            entry("huggingface.co", "HF_TOKEN"),
            entry("api.mistral.ai", "MISTRAL_API_KEY"),
            entry("api.groq.com", "GROQ_API_KEY"),
            entry("registry.npmjs.org", "NPM_TOKEN"));

    /// What clients look for at the beginning of a key before they send it.
    private static final Map<String, String> BEGINNINGS = Map.ofEntries(
            entry("ANTHROPIC_API_KEY", "sk-ant-api03-"),
            entry("OPENAI_API_KEY", "sk-"),
            entry("OPENROUTER_API_KEY", "sk-or-"),
            entry("GITHUB_TOKEN", "ghp_"),
            entry("GH_TOKEN", "ghp_"),
            entry("GITLAB_TOKEN", "glpat-"),
            entry("HF_TOKEN", "hf_"),
            entry("HUGGING_FACE_HUB_TOKEN", "hf_"),
            entry("STRIPE_KEY", "sk_test_"),
            entry("STRIPE_API_KEY", "sk_test_"),
            entry("STRIPE_SECRET_KEY", "sk_test_"),
            entry("SLACK_BOT_TOKEN", "xoxb-"),
            entry("SLACK_TOKEN", "xoxb-"),
            entry("NPM_TOKEN", "npm_"));

    private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern IN_TEXT = Pattern.compile("\\{\\{\\s*([A-Z][A-Z0-9_]*)\\s*}}");

    private final SortedMap<String, String> variables = new TreeMap<>();

    private Placeholders() {}

    /// The variables for services as the server describes them.
    static SortedMap<String, String> of(List<Json> services) {
        var placeholders = new Placeholders();
        for (var service : services) {
            if (service.has("enabled") && !service.truth("enabled")) continue;
            service.items("substitutions").forEach(one -> placeholders.put(one.text("key"), one.text("placeholder")));
            for (var key : keys(service.get("auth"))) placeholders.name(key);
            var usual = USUAL.get(bareHost(service.text("host")));
            if (usual != null && !keys(service.get("auth")).isEmpty()) placeholders.name(usual);
        }
        return placeholders.variables;
    }

    private void name(String key) {
        put(key, text(key));
        for (var other : ALSO.getOrDefault(key, List.of())) put(other, text(other));
    }

    /// The text that a service declares comes first: the proxy looks for exactly that.
    private void put(String key, String text) {
        if (KEY.matcher(key).matches()) variables.putIfAbsent(key, text);
    }

    /// It says what it is, in the form of what it stands for.
    private static String text(String key) {
        return BEGINNINGS.getOrDefault(key, "") + "agent-vault-placeholder-for-"
                + key.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /// The credentials that a way to attach names: the value of a field, or what stands in braces in a header.
    private static List<String> keys(Json auth) {
        var keys = new ArrayList<String>();
        for (var member : List.of("token", "key", "username", "password")) {
            var text = auth.text(member);
            if (KEY.matcher(text).matches()) keys.add(text);
        }
        if (auth.get("headers") instanceof Json.Fields(var headers)) {
            for (var value : headers.values()) {
                var found = IN_TEXT.matcher(value.text());
                while (found.find()) keys.add(found.group(1));
            }
        }
        return keys;
    }

    private static String bareHost(String host) {
        int end = host.indexOf('/');
        var name = end < 0 ? host : host.substring(0, end);
        int port = name.indexOf(':');
        return port < 0 ? name : name.substring(0, port);
    }
}
