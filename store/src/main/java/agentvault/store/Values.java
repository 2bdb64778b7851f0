package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The values of a row's columns on their way into the database. A column that is not named here is NULL.
final class Values {

    private final Map<String, Object> values = new HashMap<>();

    Values text(String column, String value) {
        values.put(column, value);
        return this;
    }

    Values json(String column, JsonNode value) {
        return text(column, Json.text(value));
    }

    Values word(String column, Enum<?> value) {
        return text(column, value.name());
    }

    Values id(String column, Id value) {
        return text(column, value.toString());
    }

    Values scope(Scope scope) {
        return word("scope_kind", scope.kind()).id("scope_id", scope.id());
    }

    Values number(String column, long value) {
        values.put(column, value);
        return this;
    }

    Values flag(String column, boolean value) {
        return number(column, value ? 1 : 0);
    }

    Values moment(String column, Instant value) {
        return number(column, Stamp.micros(value));
    }

    Values octets(String column, Octets value) {
        values.put(column, value.bytes());
        return this;
    }

    /// Too large to be copied on its way.
    Values blob(String column, byte[] value) {
        values.put(column, value);
        return this;
    }

    Values until(Until until) {
        return switch (until) {
            case Until.Forever() -> this;
            case Until.Moment(var at) -> moment("expires_at", at);
        };
    }

    Values created(Stamp stamp) {
        return moment("created_at", stamp.at()).number("created_sequence", stamp.sequence());
    }

    Values life(Life life) {
        created(life.created()).moment("updated_at", life.updatedAt());
        return switch (life.state()) {
            case Life.State.Active() -> this;
            case Life.State.Archived(var at) -> moment("archived_at", at);
        };
    }

    /// Sets the parameters of a statement, one for each column in this order.
    void bind(PreparedStatement statement, List<String> columns) throws SQLException {
        int parameter = 1;
        for (String column : columns) {
            var value = values.get(column);
            if (value == null) statement.setNull(parameter++, Types.NULL);
            else statement.setObject(parameter++, value);
        }
    }
}
