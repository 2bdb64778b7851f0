package agentvault.wire;

import java.nio.file.Path;

/// What is between a listener and its clients.
public sealed interface Protection {

    record Plain() implements Protection {}

    /// TLS 1.2 or 1.3 with a certificate.
    ///
    /// @param chain PEM, the server's own certificate first
    /// @param key PEM, PKCS #8, not encrypted
    record Tls(Path chain, Path key) implements Protection {}
}
