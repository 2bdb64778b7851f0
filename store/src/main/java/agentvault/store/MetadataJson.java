package agentvault.store;

import agentvault.vault.Metadata;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Labels as a JSON object.
final class MetadataJson {

    private MetadataJson() {}

    static JsonNode write(Metadata metadata) {
        var object = Json.object();
        metadata.pairs().forEach(object::put);
        return object;
    }

    static Metadata read(JsonNode object) {
        var pairs = new TreeMap<String, String>();
        object.asObject().forEachEntry((key, value) -> pairs.put(key, value.stringValue()));
        return new Metadata(pairs);
    }
}
