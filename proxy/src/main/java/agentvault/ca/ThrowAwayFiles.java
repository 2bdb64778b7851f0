package agentvault.ca;

import agentvault.address.CanonicalHost;
import agentvault.crypto.Randomness;
import agentvault.crypto.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// What a server that is thrown away proves its name with, as files in PEM. Nobody trusts the root who is not given it,
/// and its key is gone when this is made.
///
/// @param root for its clients
/// @param chain for the server, with its key
public record ThrowAwayFiles(Path root, Path chain, Path key) {

    public static ThrowAwayFiles write(Path folder, CanonicalHost host, Randomness random, Instant now) {
        var certificates = new Certificates(random);
        var rootKeys = SigningKeys.generate();
        var keys = SigningKeys.generate();
        var root = certificates.root(rootKeys, "of " + host.text(), now);
        var leaf = certificates.leaf(root, rootKeys.getPrivate(), keys.getPublic(), host, now);
        return new ThrowAwayFiles(
                written(folder.resolve("root.pem"), "CERTIFICATE", CertificateAuthority.encoded(root)),
                written(folder.resolve("chain.pem"), "CERTIFICATE", CertificateAuthority.encoded(leaf)),
                written(
                        folder.resolve("server-key.pem"),
                        "PRIVATE KEY",
                        keys.getPrivate().getEncoded()));
    }

    private static Path written(Path file, String what, byte[] der) {
        try {
            return Files.writeString(file, CertificateAuthority.pem(what, der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
