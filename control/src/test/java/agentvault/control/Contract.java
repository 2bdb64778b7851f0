package agentvault.control;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The description that the server gives of itself, to hold exchanges against.
public final class Contract {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NOWHERE = "There is nothing at this address";
    private static final List<String> OTHERS = List.of("21st", "qoder", "anthropic");
    private static final Pattern REFERENCE = Pattern.compile("(#/components/[a-z]+/)", Pattern.CASE_INSENSITIVE);

    private final ObjectNode document;
    private final List<Operation> operations;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    /// An operation of the description, with the parameters of its path.
    public record Operation(String method, String template, JsonNode node, List<JsonNode> parameters) {}

    private Contract(ObjectNode document) {
        this.document = document;
        this.operations = read();
    }

    /// What the server describes in several files, as one: the names in each but the first get its name before them.
    public static Contract bundled() {
        var whole = read("openapi.yaml", "");
        for (var face : OTHERS) {
            var other = read("openapi-" + face + ".yaml", face + ".");
            whole.withObjectProperty("paths").setAll(other.withObjectProperty("paths"));
            other.withObjectProperty("components")
                    .properties()
                    .forEach(kind -> kind.getValue()
                            .properties()
                            .forEach(one -> whole.withObjectProperty("components")
                                    .withObjectProperty(kind.getKey())
                                    .set(face + "." + one.getKey(), one.getValue())));
        }
        return new Contract(whole);
    }

    private static ObjectNode read(String file, String prefix) {
        try (var in = Contract.class.getResourceAsStream(file)) {
            if (in == null) throw new AssertionError("no " + file);
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (ObjectNode)
                    new YAMLMapper().readTree(REFERENCE.matcher(text).replaceAll("$1" + prefix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode document() {
        return document;
    }

    public List<Operation> operations() {
        return operations;
    }

    private List<Operation> read() {
        var found = new ArrayList<Operation>();
        document.get("paths").properties().forEach(path -> {
            var shared = new ArrayList<JsonNode>();
            path.getValue().path("parameters").forEach(parameter -> shared.add(resolved(parameter)));
            path.getValue().properties().stream()
                    .filter(member -> !member.getKey().equals("parameters"))
                    .forEach(member -> {
                        var all = new ArrayList<>(shared);
                        member.getValue().path("parameters").forEach(parameter -> all.add(resolved(parameter)));
                        var method = member.getKey().toUpperCase(Locale.ROOT);
                        found.add(new Operation(method, path.getKey(), member.getValue(), all));
                    });
        });
        return found;
    }

    public SortedSet<String> names() {
        var names = new TreeSet<String>();
        operations().forEach(operation -> names.add(operation.method() + " " + operation.template()));
        return names;
    }

    /// The operation that a request is for; the most literal of those that fit.
    public Optional<Operation> operation(String method, String path) {
        var asked = method.equals("HEAD") ? "GET" : method;
        return operations().stream()
                .filter(operation -> operation.method().equals(asked) && fits(operation.template(), path))
                .min(Comparator.comparingLong(operation ->
                        operation.template().chars().filter(c -> c == '{').count()));
    }

    private static boolean fits(String template, String path) {
        var pattern = new StringBuilder();
        for (var segment : template.substring(1).split("/", -1)) {
            pattern.append('/').append(segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
        }
        return path.matches(pattern.toString());
    }

    /// What of an exchange is not as described; empty if it all is. What a refused request sent is not looked at.
    public List<String> breaches(ApiServer.Ask ask, ApiServer.Told told) {
        var operation = operation(ask.method(), ask.path());
        if (operation.isEmpty()) {
            return told.status() == 404 || told.status() == 405 || told.status() == 421
                    ? invalid("#/components/schemas/Problem", told.body())
                    : List.of("an answer of " + told.status() + " at an address that is not described");
        }
        // A name in the path that cannot be read leads nowhere, and what is nowhere is of no other protocol.
        if (told.status() == 404 && told.body().contains(NOWHERE))
            return invalid("#/components/schemas/Problem", told.body());
        var breaches = new ArrayList<String>();
        if (told.status() < 300 && !ask.body().isEmpty()) breaches.addAll(requestBreaches(operation.get(), ask.body()));
        var response = operation.get().node().path("responses").path(Integer.toString(told.status()));
        if (response.isMissingNode()) {
            breaches.add("the status " + told.status() + " is not described: " + told.body());
            return breaches;
        }
        breaches.addAll(answerBreaches(resolved(response), ask, told));
        return breaches;
    }

    private List<String> requestBreaches(Operation operation, String body) {
        var content = operation.node().path("requestBody").path("content").path("application/json");
        if (content.isMissingNode()) return List.of("a body where none is described");
        return invalid(content.get("schema").get("$ref").asString(), body);
    }

    private List<String> answerBreaches(JsonNode response, ApiServer.Ask ask, ApiServer.Told told) {
        var breaches = new ArrayList<String>();
        response.path("headers").propertyNames().forEach(name -> {
            boolean optional = told.status() == 429;
            if (!optional && told.header(name).isEmpty()) breaches.add("no header " + name);
        });
        if (ask.method().equals("HEAD")) return breaches;
        var type = told.header("Content-Type").orElse("").split(";", 2)[0];
        var content = response.path("content").path(type);
        if (content.isMissingNode()) {
            breaches.add("the type " + type + " is not described");
            return breaches;
        }
        var schema = content.path("schema");
        if (schema.has("$ref")) breaches.addAll(invalid(schema.get("$ref").asString(), told.body()));
        return breaches;
    }

    private List<String> invalid(String reference, String body) {
        JsonNode value;
        try {
            value = JSON.readTree(body);
        } catch (JacksonException e) {
            return List.of("no JSON: " + body);
        }
        return schema(reference).validate(value).stream()
                .map(error -> error + " in " + body)
                .toList();
    }

    private Schema schema(String reference) {
        return schemas.computeIfAbsent(reference, _ -> {
            var root = JSON.createObjectNode();
            root.put("$ref", reference);
            root.set("components", document.get("components"));
            return registry.getSchema(root);
        });
    }

    /// What a reference stands for.
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }
}
