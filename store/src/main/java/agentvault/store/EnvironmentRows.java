package agentvault.store;

import agentvault.address.HostPattern;
import agentvault.crypto.Scope;
import agentvault.definition.Environment;
import agentvault.definition.Environment.Networking;
import java.util.Set;
import tools.jackson.databind.JsonNode;

final class EnvironmentRows extends RowMap<Environment> {

    EnvironmentRows() {
        super("environment", Environment.class, Set.of(Scope.Kind.WORKSPACE), "name networking metadata", LIFE);
    }

    @Override
    void write(Environment environment, Values to) {
        to.text("name", environment.name())
                .json("networking", write(environment.networking()))
                .json("metadata", MetadataJson.write(environment.metadata()))
                .life(environment.life());
    }

    @Override
    Environment read(Cells from) {
        return new Environment(
                from.id("id"),
                from.id("scope_id"),
                from.text("name"),
                from.json("networking", EnvironmentRows::read),
                from.json("metadata", MetadataJson::read),
                from.life());
    }

    private static JsonNode write(Networking networking) {
        return switch (networking) {
            case Networking.Unrestricted() -> Json.object();
            case Networking.Limited(var hosts) ->
                Json.object().set("hosts", Json.array(hosts, host -> Json.of(host.text())));
        };
    }

    private static Networking read(JsonNode node) {
        if (!node.has("hosts")) return new Networking.Unrestricted();
        return new Networking.Limited(Json.list(node.get("hosts"), host -> HostPattern.of(host.stringValue())));
    }
}
