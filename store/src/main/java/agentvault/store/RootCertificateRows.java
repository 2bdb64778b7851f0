package agentvault.store;

import agentvault.access.RootCertificate;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import java.util.List;
import java.util.Set;

final class RootCertificateRows extends RowMap<RootCertificate> {

    RootCertificateRows() {
        super(
                "root_certificate",
                RootCertificate.class,
                Set.of(Scope.Kind.WORKSPACE),
                "certificate key_version sealed",
                LIFE);
    }

    @Override
    List<Octets> sealedIn(RootCertificate root) {
        return List.of(root.sealed());
    }

    @Override
    void write(RootCertificate root, Values to) {
        to.octets("certificate", root.certificate())
                .number("key_version", root.key())
                .octets("sealed", root.sealed())
                .life(root.life());
    }

    @Override
    RootCertificate read(Cells from) {
        return new RootCertificate(
                from.id("id"),
                from.id("scope_id"),
                from.octets("certificate"),
                from.integer("key_version"),
                from.octets("sealed"),
                from.life());
    }
}
