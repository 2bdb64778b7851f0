package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.definition.Definition;
import agentvault.vault.Slug;
import java.util.Set;
import tools.jackson.databind.JsonNode;

final class DefinitionRows extends RowMap<Definition> {

    DefinitionRows() {
        super(
                "definition",
                Definition.class,
                Set.of(Scope.Kind.WORKSPACE),
                "slug name version model servers skills vaults",
                LIFE);
    }

    @Override
    void write(Definition definition, Values to) {
        var content = definition.content();
        to.text("slug", definition.slug().text())
                .text("name", definition.name())
                .number("version", definition.version())
                .text("model", content.model())
                .json("servers", Json.array(content.servers(), DefinitionRows::write))
                .json("skills", Json.array(content.skills(), Json::of))
                .json("vaults", Json.array(content.vaults(), Json::of))
                .life(definition.life());
    }

    @Override
    Definition read(Cells from) {
        var content = new Definition.Content(
                from.text("model"),
                from.json("servers", servers -> Json.list(servers, DefinitionRows::readServer)),
                from.json("skills", skills -> Json.list(skills, JsonNode::stringValue)),
                from.json("vaults", vaults -> Json.list(vaults, vault -> Cells.idOf(vault.stringValue()))));
        return new Definition(
                from.id("id"),
                from.id("scope_id"),
                from.text("slug", Slug::new),
                from.text("name"),
                from.integer("version"),
                content,
                from.life());
    }

    private static JsonNode write(Definition.Server server) {
        return Json.object().put("name", server.name()).put("url", server.url());
    }

    private static Definition.Server readServer(JsonNode node) {
        return new Definition.Server(Json.text(node, "name"), Json.text(node, "url"));
    }
}
