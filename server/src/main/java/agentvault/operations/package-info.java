/// Commands that work on a data directory whose server does not run: keys, backups, moves to another database, a look
/// at the trail and at everything else. Entry type: [agentvault.operations.Operations].
///
/// Invariants: a command that changes anything holds the directory's lock; no password and no address of a database is
/// ever printed; what is written is whole or is not there.
@NullMarked
package agentvault.operations;

import org.jspecify.annotations.NullMarked;
