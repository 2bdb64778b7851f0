package agentvault.access;

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
import java.util.Optional;

/// The certificate that agents trust, and its private key, sealed. All servers of an installation share it.
///
/// @param certificate in DER
/// @param key the version of the workspace key that seals the private key
/// @param sealed the private key, PKCS #8
public record RootCertificate(Id id, Id workspace, Octets certificate, int key, Octets sealed, Life life)
        implements SealedRow {

    public static RootCertificate sealed(
            Id id, Octets certificate, Secret privateKey, KeyRing keys, Randomness random, Life life) {
        var current = keys.current(KeyUse.WORKSPACE);
        byte[] place = place(keys.installation(), id, certificate);
        var sealed = Envelope.seal(current.material(), place, privateKey, random);
        return new RootCertificate(id, keys.installation(), certificate, current.version(), sealed, life);
    }

    /// The private key; empty if the row was changed. The caller closes it.
    public Optional<Secret> open(KeyRing keys) {
        byte[] place = place(keys.installation(), id, certificate);
        return keys.version(KeyUse.WORKSPACE, key).flatMap(opened -> Envelope.open(opened.material(), place, sealed));
    }

    private static byte[] place(Id installation, Id id, Octets certificate) {
        return Canonical.of("root-certificate", 1)
                .id(installation)
                .id(id)
                .bytes(certificate.bytes())
                .bytes();
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "root_certificate";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).bytes(certificate.bytes()).number(key).bytes(sealed.bytes());
        life.writeTo(out);
        return out.bytes();
    }
}
