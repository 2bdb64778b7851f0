package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `vault credential connect` and `disconnect`: credentials whose tokens an authorization server gives and renews.
final class OauthCommands {

    private static final Argument KEY = Argument.one("KEY", "The credential's key, such as NOTION_TOKEN.");
    private static final Flag ISSUER =
            Flag.with("issuer", "URL", "The authorization server; it is asked for the URLs that are not given");
    private static final Flag AUTHORIZATION_URL =
            Flag.with("authorization-url", "URL", "Where a person agrees, in a browser");
    private static final Flag TOKEN_URL = Flag.with("token-url", "URL", "Where tokens are given and renewed");
    private static final Flag CLIENT_ID = Flag.with("client-id", "ID", "The client, as it was registered there");
    private static final Flag CLIENT_SECRET = Flag.with(
            "client-secret",
            "-|@FILE",
            "The client's secret, from the standard input or a file; otherwise it has none");
    private static final Flag SCOPES = Flag.with("scopes", "LIST", "What is asked for, with spaces between");
    private static final Flag METHOD = Flag.with(
            "auth-method", "METHOD", "client_secret_post, client_secret_basic or none; otherwise client_secret_post");
    private static final Flag BY_ITSELF =
            Flag.on("client-credentials", "The client asks for itself; nobody has to agree");
    private static final Flag PASTE = Flag.on("paste", "Ask for a refresh token that you have, instead of a browser");

    private OauthCommands() {}

    private static final String CONNECT = """
        Connect a credential to an authorization server (OAuth 2.0). Its tokens are renewed by themselves.

        You open an address in a browser and agree there. If you are not logged in to Agent Vault in
        that browser, paste the address that you end at here.\
        """;

    static List<Command> all() {
        return List.of(
                Remote.user("connect", CONNECT, OauthCommands::connect)
                        .example(
                                "agent-vault vault credential connect NOTION_TOKEN --issuer https://mcp.notion.com"
                                        + " --client-id ID",
                                "Agree in a browser")
                        .example(
                                "agent-vault vault credential connect API_TOKEN --client-credentials"
                                        + " --token-url https://auth.example.com/token --client-id ID"
                                        + " --client-secret @secret",
                                "Have the client ask for itself")
                        .example("agent-vault vault credential connect NOTION_TOKEN", "Connect it again")
                        .flags(ISSUER, AUTHORIZATION_URL, TOKEN_URL, CLIENT_ID, CLIENT_SECRET, SCOPES, METHOD)
                        .flags(BY_ITSELF, PASTE, Vaults.VAULT)
                        .takes(KEY),
                Remote.user("disconnect", "Forget the tokens of an OAuth credential", OauthCommands::disconnect)
                        .example(
                                "agent-vault vault credential disconnect NOTION_TOKEN",
                                "Destroy its tokens; its settings stay")
                        .flags(Vaults.VAULT)
                        .takes(KEY));
    }

    private static void connect(Call call, Connection server) {
        var vault = Vaults.name(call);
        var key = call.one(KEY);
        var body = wanted(call, server, vault, key);
        if (call.on(PASTE)) {
            var token = call.terminal()
                    .askHidden("Refresh token of " + key + " in " + vault + ":")
                    .orElseThrow(() -> Failure.of("No token was typed."));
            var told = server.send(
                    Request.post(body.with("refresh_token", token), "v1", "credentials", "oauth", "tokens"));
            call.reply().done("Connected " + key + " in " + vault + ".", told);
            return;
        }
        var begun = server.send(Request.post(body, "v1", "credentials", "oauth", "connect"));
        if (begun.text("authorization_url").isEmpty()) {
            call.reply().done("Connected " + key + " in " + vault + ".", begun);
            return;
        }
        if (!call.terminal().screen().asks()) {
            call.reply()
                    .made(
                            "Open this address in a browser where you are logged in:",
                            begun.text("authorization_url"),
                            begun);
            return;
        }
        call.terminal().say("Open this address in a browser, and agree there:");
        call.terminal().say(begun.text("authorization_url"));
        var typed = call.terminal().ask("The address you end at (nothing if the page says that it is connected):");
        var told = typed.filter(address -> !address.isBlank()).map(address -> complete(server, address));
        var done = told.isPresent() ? told : Optional.of(status(server, vault, key));
        if (!done.get().text("status").equals("connected"))
            throw Failure.of(key + " is not connected.").next("agent-vault vault credential connect " + key);
        call.reply().done("Connected " + key + " in " + vault + ".", done.get());
    }

    /// What is not said is as it was, if the credential is there.
    private static Json.Fields wanted(Call call, Connection server, String vault, String key) {
        var body = Json.object().with("vault", vault).with("key", key);
        var said = new HashMap<String, Optional<String>>(Map.of(
                "issuer", call.value(ISSUER),
                "authorization_url", call.value(AUTHORIZATION_URL),
                "token_url", call.value(TOKEN_URL),
                "client_id", call.value(CLIENT_ID),
                "scopes", call.value(SCOPES),
                "token_auth_method", call.value(METHOD)));
        if (said.values().stream().allMatch(Optional::isEmpty)) known(server, vault, key, said);
        for (var member : said.entrySet()) {
            if (member.getValue().filter(text -> !text.isEmpty()).isPresent())
                body = body.with(member.getKey(), member.getValue().get());
        }
        if (call.on(BY_ITSELF)) body = body.with("grant", "client_credentials");
        if (call.gives(CLIENT_SECRET)) body = body.with("client_secret", secret(call));
        return body;
    }

    private static HiddenText secret(Call call) {
        var source = call.value(CLIENT_SECRET).orElse("");
        if (!source.equals("-") && !source.startsWith("@"))
            throw Failure.misuse("--client-secret is - for the standard input, or @FILE.")
                    .because("A secret on the command line is seen by other programs.");
        return CredentialValues.from(call, "CLIENT_SECRET", source, "agent-vault vault credential set");
    }

    private static void known(Connection server, String vault, String key, Map<String, Optional<String>> said) {
        var listed = server.send(Request.get("v1", "credentials").query("vault", vault));
        var entry = listed.items("credentials").stream()
                .filter(one -> one.text("key").equals(key) && one.text("type").equals("oauth"))
                .findFirst()
                .orElseThrow(() -> Failure.misuse("There is no OAuth credential " + key + " in " + vault + " yet.")
                        .because("Say where it is connected: --issuer, or --authorization-url and --token-url."));
        for (var name : List.of("authorization_url", "token_url", "client_id", "scopes", "token_auth_method"))
            said.put(name, Optional.of(entry.text(name)));
    }

    private static Json complete(Connection server, String address) {
        var query = query(address);
        if (!query.containsKey("state") || !query.containsKey("code"))
            throw Failure.of("This address has no state and code.")
                    .because("It is what the browser shows after you agreed.");
        var body = Json.object()
                .with("state", HiddenText.of(query.getOrDefault("state", "")))
                .with("code", HiddenText.of(query.getOrDefault("code", "")))
                .with("iss", query.getOrDefault("iss", ""));
        return server.send(Request.post(body, "v1", "credentials", "oauth", "complete"));
    }

    private static Map<String, String> query(String address) {
        var found = new HashMap<String, String>();
        try {
            var raw = new URI(address.strip()).getRawQuery();
            for (var pair : raw == null ? new String[0] : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0)
                    found.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        } catch (URISyntaxException | IllegalArgumentException _) {
            return Map.of();
        }
        return found;
    }

    private static Json status(Connection server, String vault, String key) {
        return server.send(Request.get("v1", "credentials", "oauth", "status")
                .query("vault", vault)
                .query("key", key));
    }

    private static void disconnect(Call call, Connection server) {
        var vault = Vaults.name(call);
        var key = call.one(KEY);
        var body = Json.object().with("vault", vault).with("key", key);
        var told = server.send(Request.post(body, "v1", "credentials", "oauth", "disconnect"));
        call.reply().done("Disconnected " + key + " in " + vault + "; its tokens are destroyed.", told);
    }
}
