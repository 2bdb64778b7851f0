package agentvault.crypto;

import agentvault.id.Id;

/// A row of the database that decides about authority or secrets, as the seals see it.
public interface SealedRow {

    Scope scope();

    /// The table's name; part of what is sealed.
    String table();

    Id id();

    /// Every column of the row in the canonical encoding, starting with table, scope and id.
    byte[] canonical();

    /// Starts the canonical encoding of a row.
    default Canonical row(int version) {
        return Canonical.of(table(), version)
                .text(scope().kind().name())
                .id(scope().id())
                .id(id());
    }
}
