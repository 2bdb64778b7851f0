package agentvault.workspace;

import agentvault.access.RootCertificate;
import agentvault.crypto.Octets;
import agentvault.crypto.Secret;
import agentvault.vault.Life;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps the certificate that agents trust: made once, by whichever server of the installation starts first.
public final class RootCertificates {

    private final Workspace workspace;

    RootCertificates(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A certificate in DER and its private key, PKCS #8.
    public record Pair(Octets certificate, Secret privateKey) implements AutoCloseable {
        @Override
        public void close() {
            privateKey.close();
        }
    }

    /// The one that is kept, or else a new one, which is kept from now on. The caller closes it. Throws
    /// [IntegrityBroken] if it does not open.
    public Pair current(Supplier<Pair> make) {
        var kept = workspace.lookByItself(view -> kept(view.contents().apply(workspace.scope())));
        return opened(kept.orElseGet(() -> made(make)));
    }

    private RootCertificate made(Supplier<Pair> make) {
        var outcome = workspace.changeByItself("MAKE_ROOT_CERTIFICATE", List.of(workspace.scope()), "", transaction -> {
            var meanwhile = kept(transaction.workspace());
            if (meanwhile.isPresent()) return Outcome.done(meanwhile.get());
            try (var pair = make.get()) {
                var root = RootCertificate.sealed(
                        transaction.random().id(),
                        pair.certificate(),
                        pair.privateKey(),
                        transaction.keys(),
                        transaction.random(),
                        Life.startedAt(transaction.stamp()));
                transaction.insert(root);
                return Outcome.done(root);
            }
        });
        return switch (outcome) {
            case Outcome.Done<RootCertificate>(var root) -> root;
            case Outcome.Refused<RootCertificate>(var problem) -> throw new IllegalStateException(problem.sentence());
        };
    }

    private Pair opened(RootCertificate root) {
        return root.open(workspace.keys())
                .map(key -> new Pair(root.certificate(), key))
                .orElseThrow(() -> new IntegrityBroken(List.of(new Finding(
                        root.scope() + "/root_certificate/" + root.id(), "its private key does not open"))));
    }

    private static Optional<RootCertificate> kept(Contents contents) {
        return contents.one(RootCertificate.class, root -> root.life().active());
    }
}
