package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A service as the flags of one command describe it.
final class ServiceFlags {

    private static final String AUTH = "How the credential is attached";

    private static final Flag FROM = Flag.with("from", "ID", "Take it from the catalog (agent-vault catalog)");
    private static final Flag NAME =
            Flag.with("name", "NAME", "What the service is called; otherwise made from its host");
    private static final Flag HOST =
            Flag.with("host", "HOST", "Where it is: host, host:port or host/path, with * for one label");
    private static final Flag DISABLED = Flag.on("disabled", "Add it turned off");
    private static final Flag TYPE = Flag.with(
                    "auth-type", "TYPE", "bearer, basic, api-key, passthrough or tunnel; custom needs a file")
            .purpose(AUTH);
    private static final Flag TOKEN_KEY = Flag.with("token-key", "KEY", "bearer: the credential that is the token")
            .purpose(AUTH);
    private static final Flag USERNAME_KEY = Flag.with(
                    "username-key", "KEY", "basic: the credential that is the user name")
            .purpose(AUTH);
    private static final Flag PASSWORD_KEY = Flag.with(
                    "password-key", "KEY", "basic: the credential that is the password")
            .purpose(AUTH);
    private static final Flag API_KEY =
            Flag.with("api-key-key", "KEY", "api-key: the credential").purpose(AUTH);
    private static final Flag API_KEY_HEADER = Flag.with(
                    "api-key-header", "NAME", "api-key: the header; otherwise Authorization")
            .purpose(AUTH);
    private static final Flag API_KEY_PREFIX = Flag.with("api-key-prefix", "TEXT", "api-key: what stands before it")
            .purpose(AUTH);

    static final Flag[] ALL = {
        FROM, NAME, HOST, DISABLED, TYPE, TOKEN_KEY, USERNAME_KEY, PASSWORD_KEY, API_KEY, API_KEY_HEADER, API_KEY_PREFIX
    };

    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");
    private static final int LONGEST_SLUG = 64;
    private static final int SHORTEST_SLUG = 3;

    private ServiceFlags() {}

    /// Whether any of them was given.
    static boolean given(Call call) {
        return Stream.of(ALL).anyMatch(flag -> call.gives(flag) || call.on(flag));
    }

    static Json service(Call call, Connection server) {
        var service = call.value(FROM).isPresent()
                ? CatalogCommand.service(server, call.value(FROM).get())
                : described(call);
        if (call.value(NAME).isPresent())
            service = service.with("name", call.value(NAME).get());
        if (call.value(HOST).isPresent())
            service = service.with("host", call.value(HOST).get());
        return call.on(DISABLED) ? service.with("enabled", false) : service;
    }

    private static Json.Fields described(Call call) {
        var host = call.value(HOST)
                .orElseThrow(() -> Failure.misuse("Which service? Add --from ID, --host HOST or -f FILE.")
                        .next("agent-vault vault service add --help"));
        return Json.object().with("name", slug(host)).with("host", host).with("auth", auth(call));
    }

    private static Json auth(Call call) {
        var type = call.value(TYPE).orElseGet(() -> guessed(call));
        var auth = Json.object().with("type", type);
        return switch (type) {
            case "bearer" -> auth.with("token", needed(call, TOKEN_KEY));
            case "basic" -> with(auth.with("username", needed(call, USERNAME_KEY)), "password", call, PASSWORD_KEY);
            case "api-key" -> {
                var keyed = with(auth.with("key", needed(call, API_KEY)), "header", call, API_KEY_HEADER);
                yield with(keyed, "prefix", call, API_KEY_PREFIX);
            }
            case "passthrough" -> auth;
            case "tunnel" -> closed(call, auth);
            case "custom" -> throw Failure.misuse("Headers of your own are described in a file: -f FILE.");
            default ->
                throw Failure.misuse("No way to attach a credential is called that.")
                        .because("Ways: bearer, basic, api-key, passthrough, tunnel.");
        };
    }

    /// For programs that trust the host's own certificate alone.
    private static Json closed(Call call, Json auth) {
        for (var flag : List.of(TOKEN_KEY, USERNAME_KEY, PASSWORD_KEY, API_KEY)) {
            if (call.value(flag).isPresent())
                throw Failure.misuse("A tunnel is not opened, so that --" + flag.name() + " cannot go along.");
        }
        return auth;
    }

    private static String guessed(Call call) {
        if (call.value(TOKEN_KEY).isPresent()) return "bearer";
        if (call.value(USERNAME_KEY).isPresent()) return "basic";
        if (call.value(API_KEY).isPresent()) return "api-key";
        throw Failure.misuse("Which credential goes there? Add --token-key KEY, or --auth-type passthrough for none.");
    }

    private static String needed(Call call, Flag flag) {
        return call.value(flag)
                .orElseThrow(() -> Failure.misuse("Which credential goes there? Add --" + flag.name() + " KEY."));
    }

    private static Json.Fields with(Json.Fields auth, String name, Call call, Flag flag) {
        return call.value(flag).map(value -> auth.with(name, value)).orElse(auth);
    }

    /// The name of a service that is given none.
    static String slug(String host) {
        var words = NO_SLUG.matcher(host.toLowerCase(Locale.ROOT)).replaceAll("-");
        var slug =
                Stream.of(words.split("-", -1)).filter(word -> !word.isEmpty()).reduce((one, two) -> one + "-" + two);
        var cut = slug.orElse("")
                .substring(0, Math.min(LONGEST_SLUG, slug.orElse("").length()));
        if (cut.isEmpty()) return "svc";
        return cut.length() < SHORTEST_SLUG
                ? cut + "-svc"
                : cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
