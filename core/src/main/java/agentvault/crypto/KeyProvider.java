package agentvault.crypto;

import java.util.Optional;

/// What guards the root key from outside the database: a master password, a key file, later a KMS or a PKCS#11 token.
public interface KeyProvider {

    /// What to call it to the person who starts the server: `master password`, `key file`.
    String kind();

    /// Wraps a root key for the place that `place` names.
    Octets wrap(byte[] place, Secret root);

    /// Empty if this provider does not open it: a wrong password, another file.
    Optional<Secret> unwrap(byte[] place, Octets wrapped);
}
