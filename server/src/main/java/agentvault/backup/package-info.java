/// Backups as files: what is in one, and whether it is as it was written. Entry types: [agentvault.backup.BackupWriter]
/// and [agentvault.backup.Backup].
///
/// Invariants: a backup never holds a key; under its name there is the whole of it or nothing; no byte of one that was
/// changed is used.
@NullMarked
package agentvault.backup;

import org.jspecify.annotations.NullMarked;
