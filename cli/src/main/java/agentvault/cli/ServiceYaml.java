package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.command.Nearest;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Services in YAML, as people keep them in files. Strict: an unknown word, a word twice or a port that contradicts
/// itself is an error, never ignored.
final class ServiceYaml {

    private static final Set<String> WORDS = Set.of("name", "host", "path", "port", "enabled", "auth", "substitutions");
    private static final int DEPTH = 8;

    private ServiceYaml() {}

    /// @param file its name, or `-` for the standard input
    static List<Json> read(Call call, String file) {
        var text = file.equals("-") ? call.terminal().allInput().reveal(all -> all) : content(call, file);
        return parsed(text);
    }

    static String write(List<Json> services) {
        var settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        var list = services.stream().map(ServiceYaml::plain).toList();
        return new Dump(settings).dumpToString(Map.of("services", list));
    }

    static List<Json> parsed(String text) {
        var document = json(loaded(text), 0);
        if (!(document instanceof Json.Fields(var fields)) || !fields.keySet().equals(Set.of("services"))) {
            throw bad("It begins with \"services:\", and a list follows.");
        }
        if (!(document.get("services") instanceof Json.Items(var services))) {
            throw bad("Behind \"services:\" stands a list.");
        }
        return services.stream().<Json>map(ServiceYaml::service).toList();
    }

    /// With path and port within the host, as servers take it.
    private static Json.Fields service(Json written) {
        if (!(written instanceof Json.Fields(var fields))) throw bad("Each service is a list of names and values.");
        for (var word : fields.keySet()) if (!WORDS.contains(word)) throw unknown(word);
        var host = written.text("host");
        if (host.isEmpty()) throw bad("Each service has a host.");
        var rest = new LinkedHashMap<>(fields);
        rest.remove("path");
        rest.remove("port");
        return new Json.Fields(rest).with("host", ported(host, written.text("port")) + written.text("path"));
    }

    private static String ported(String host, String port) {
        if (port.isEmpty()) return host;
        int slash = host.indexOf('/');
        var name = slash < 0 ? host : host.substring(0, slash);
        var path = slash < 0 ? "" : host.substring(slash);
        int colon = name.indexOf(':');
        if (colon < 0) return name + ":" + port + path;
        if (name.substring(colon + 1).equals(port)) return host;
        throw bad("The port of " + host + " and the port beside it differ.");
    }

    private static @Nullable Object loaded(String text) {
        try {
            var settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
            return new Load(settings).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            var line = e.getProblemMark()
                    .map(mark -> "Line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw bad(line + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            throw bad("It is no YAML.");
        }
    }

    private static Json json(@Nullable Object value, int depth) {
        if (depth > DEPTH) throw bad("It is nested too deep.");
        return switch (value) {
            case null -> new Json.Nothing();
            case Map<?, ?> map -> {
                var fields = new LinkedHashMap<String, Json>();
                map.forEach((key, inner) -> fields.put(String.valueOf(key), json(inner, depth + 1)));
                yield new Json.Fields(fields);
            }
            case List<?> list ->
                new Json.Items(
                        list.stream().map(inner -> json(inner, depth + 1)).toList());
            case Boolean truth -> new Json.Truth(truth);
            case Integer number -> new Json.Digits(number.toString());
            case String text -> new Json.Text(text);
            default -> throw bad("A value is neither text, whole number nor true or false; put it in quotes.");
        };
    }

    private static Object plain(Json value) {
        return switch (value) {
            case Json.Fields(var fields) -> {
                var map = new LinkedHashMap<String, Object>();
                fields.forEach((name, inner) -> {
                    if (!(inner instanceof Json.Nothing)) map.put(name, plain(inner));
                });
                yield map;
            }
            case Json.Items(var items) -> items.stream().map(ServiceYaml::plain).toList();
            case Json.Truth(var truth) -> truth;
            case Json.Digits(var digits) ->
                digits.chars().allMatch(c -> c >= '0' && c <= '9') && digits.length() < 10
                        ? Integer.valueOf(digits)
                        : digits;
            case Json.Text text -> text.text();
            case Json.Nothing _, HiddenText _ -> "";
        };
    }

    private static String content(Call call, String file) {
        try {
            return Files.readString(call.environment().folder().resolve(Path.of(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.of("The file " + file + " cannot be read.");
        }
    }

    private static Failure unknown(String word) {
        var failure = bad("A service has no \"" + word + "\".");
        return Nearest.to(word, WORDS)
                .map(near -> bad("A service has no \"" + word + "\"; did you mean \"" + near + "\"?"))
                .orElse(failure);
    }

    private static Failure bad(String why) {
        return Failure.of("The services cannot be read.").because(why).next("agent-vault vault service list --yaml");
    }
}
