/// What lies in the data directory. Entry types: [agentvault.files.DataDirectory], the directory and who may use it;
/// [agentvault.files.TrailFiles], which writes the trail; [agentvault.files.TrailReader], which reads it.
///
/// Invariants: one process at a time; directories are 0700 and files 0600; an entry is in its file before `append`
/// returns; after a failed write or fsync nothing is appended as if it had not happened.
@NullMarked
package agentvault.files;

import org.jspecify.annotations.NullMarked;
