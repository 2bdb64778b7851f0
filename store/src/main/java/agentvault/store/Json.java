package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.id.Id;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON in columns. Reading is strict: what was not written so throws.
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static <T> ArrayNode array(Collection<T> items, Function<T, ? extends JsonNode> each) {
        var array = MAPPER.createArrayNode();
        items.forEach(item -> array.add(each.apply(item)));
        return array;
    }

    static JsonNode of(String text) {
        return MAPPER.getNodeFactory().stringNode(text);
    }

    static JsonNode of(Id id) {
        return of(id.toString());
    }

    static String text(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    static JsonNode tree(String text) {
        return MAPPER.readTree(text);
    }

    static String text(JsonNode object, String member) {
        return object.required(member).stringValue();
    }

    static boolean flag(JsonNode object, String member) {
        return object.required(member).booleanValue();
    }

    static int integer(JsonNode object, String member) {
        return object.required(member).intValue();
    }

    static long number(JsonNode object, String member) {
        return object.required(member).longValue();
    }

    static <E extends Enum<E>> E word(JsonNode object, String member, Class<E> words) {
        return Enum.valueOf(words, text(object, member));
    }

    static Id id(JsonNode object, String member) {
        return Cells.idOf(text(object, member));
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        return array.asArray().values().stream().map(each).toList();
    }

    static <T> List<T> list(JsonNode object, String member, Function<JsonNode, T> each) {
        return list(object.required(member), each);
    }

    static JsonNode octets(Octets octets) {
        return of(Base64.getEncoder().encodeToString(octets.bytes()));
    }

    static Octets octets(JsonNode object, String member) {
        return Octets.of(Base64.getDecoder().decode(text(object, member)));
    }
}
