package agentvault.definition;

import agentvault.crypto.Canonical;
import agentvault.crypto.Envelope;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Life;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// An environment variable for a definition's tools: its name, and its value sealed.
///
/// @param key the version of the workspace key that seals the value
public record ToolVariable(Id id, Id workspace, Id definition, String name, int key, Octets value, Life life)
        implements SealedRow {

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");

    public ToolVariable {
        checkedName(name);
    }

    /// The name, if a variable may be called that.
    public static String checkedName(String name) {
        if (FORM.matcher(name).matches()) return name;
        throw new IllegalArgumentException("a variable's name has letters, digits and _, and starts with no digit");
    }

    public static ToolVariable sealed(
            Id id, Definition definition, String name, Secret value, Vaulted with, Life life) {
        var key = with.keys().current(KeyUse.WORKSPACE);
        byte[] place = place(with.keys().installation(), definition.id(), id, name);
        return new ToolVariable(
                id,
                definition.workspace(),
                definition.id(),
                name,
                key.version(),
                Envelope.seal(key.material(), place, value, with.random()),
                life);
    }

    /// What sealing takes.
    public record Vaulted(KeyRing keys, Randomness random) {}

    /// The same variable with a new value.
    public ToolVariable with(Secret newValue, Vaulted with, Instant now) {
        var current = with.keys().current(KeyUse.WORKSPACE);
        byte[] place = place(with.keys().installation(), definition, id, name);
        var sealed = Envelope.seal(current.material(), place, newValue, with.random());
        return new ToolVariable(id, workspace, definition, name, current.version(), sealed, life.updated(now));
    }

    /// Empty if the row was changed.
    public Optional<Secret> open(KeyRing keys) {
        byte[] place = place(keys.installation(), definition, id, name);
        return keys.version(KeyUse.WORKSPACE, key).flatMap(opened -> Envelope.open(opened.material(), place, value));
    }

    private static byte[] place(Id installation, Id definition, Id id, String name) {
        return Canonical.of("tool-variable", 1)
                .id(installation)
                .id(definition)
                .id(id)
                .text(name)
                .bytes();
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "tool_variable";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(definition).text(name).number(key).bytes(value.bytes());
        life.writeTo(out);
        return out.bytes();
    }
}
