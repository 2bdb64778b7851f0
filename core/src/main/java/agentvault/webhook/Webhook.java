package agentvault.webhook;

import agentvault.crypto.Canonical;
import agentvault.crypto.Envelope;
import agentvault.crypto.FreeText;
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
import java.util.List;
import java.util.Optional;

/// An address that owners want to be told at of what happens, and the sealed key that it is signed with.
///
/// @param signing the key, sealed for this row and this address
public record Webhook(Id id, Id workspace, Target target, SealedKey signing, Standing standing, Life life)
        implements SealedRow {

    /// How many bytes a signing key has.
    public static final int KEY_BYTES = 32;

    /// Where to, and what of.
    ///
    /// @param url may itself be what nobody else should know, so it does not print
    public record Target(String url, List<Happening.Type> types) {

        private static final int LONGEST = 2000;

        public Target {
            FreeText.checked("a webhook's URL", url);
            types = types.stream().distinct().sorted().toList();
            if (url.isEmpty() || url.length() > LONGEST) {
                throw new IllegalArgumentException("a webhook's URL has 1 to 2,000 characters");
            }
            if (types.isEmpty() || types.contains(Happening.Type.TEST)) {
                throw new IllegalArgumentException("a webhook is told of at least one kind of event, and not of tests");
            }
        }

        /// The host, and the port if it is said: as much of the URL as others may know.
        public String host() {
            var rest = url.substring(url.indexOf("//") + 2);
            int end = 0;
            while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) end++;
            return rest.substring(0, end);
        }

        @Override
        public String toString() {
            return "Target" + types;
        }
    }

    /// @param version of the workspace key that seals it
    public record SealedKey(int version, Octets sealed) {}

    public enum Standing {
        ACTIVE,
        /// Its receiver answered that it is gone for good.
        GONE
    }

    public static Webhook sealed(Id id, Target target, Secret key, KeyRing keys, Randomness random, Life life) {
        var current = keys.current(KeyUse.WORKSPACE);
        byte[] place = place(keys.installation(), id, target);
        var sealed = new SealedKey(current.version(), Envelope.seal(current.material(), place, key, random));
        return new Webhook(id, keys.installation(), target, sealed, Standing.ACTIVE, life);
    }

    /// The signing key; empty if the row was changed. The caller closes it.
    public Optional<Secret> open(KeyRing keys) {
        byte[] place = place(keys.installation(), id, target);
        return keys.version(KeyUse.WORKSPACE, signing.version())
                .flatMap(opened -> Envelope.open(opened.material(), place, signing.sealed()));
    }

    /// A key signs for the address that it was made for, and for no other.
    private static byte[] place(Id installation, Id id, Target target) {
        return Canonical.of("webhook-key", 1)
                .id(installation)
                .id(id)
                .text(target.url())
                .bytes();
    }

    public boolean active() {
        return standing == Standing.ACTIVE;
    }

    public boolean wants(Happening.Type type) {
        return active() && target.types().contains(type);
    }

    public Webhook gone(Instant now) {
        return new Webhook(id, workspace, target, signing, Standing.GONE, life.updated(now));
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "webhook";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).text(target.url())
                .list(target.types(), (to, type) -> to.text(type.name()))
                .number(signing.version())
                .bytes(signing.sealed().bytes())
                .text(standing.name());
        life.writeTo(out);
        return out.bytes();
    }
}
