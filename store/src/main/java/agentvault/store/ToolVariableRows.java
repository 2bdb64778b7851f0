package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.definition.ToolVariable;
import java.util.List;
import java.util.Set;

final class ToolVariableRows extends RowMap<ToolVariable> {

    ToolVariableRows() {
        super(
                "tool_variable",
                ToolVariable.class,
                Set.of(Scope.Kind.WORKSPACE),
                "definition name key_version value",
                LIFE);
    }

    @Override
    List<Octets> sealedIn(ToolVariable variable) {
        return List.of(variable.value());
    }

    @Override
    void write(ToolVariable variable, Values to) {
        to.id("definition", variable.definition())
                .text("name", variable.name())
                .number("key_version", variable.key())
                .octets("value", variable.value())
                .life(variable.life());
    }

    @Override
    ToolVariable read(Cells from) {
        return new ToolVariable(
                from.id("id"),
                from.id("scope_id"),
                from.id("definition"),
                from.text("name"),
                from.integer("key_version"),
                from.octets("value"),
                from.life());
    }
}
