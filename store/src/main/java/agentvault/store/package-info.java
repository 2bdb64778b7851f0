/// The database: SQLite beside the server, or PostgreSQL for many servers. Entry types:
/// [agentvault.store.SqliteStore], [agentvault.store.PostgresStore], [agentvault.store.StoreCopy].
///
/// Invariants: a row is read back exactly as it was written, or as unreadable; one transaction changes a scope at a
/// time; sealed values that were deleted or overwritten are gone from the files with their transaction; after a failed
/// commit nothing is read or written until the database is opened again.
@NullMarked
package agentvault.store;

import org.jspecify.annotations.NullMarked;
