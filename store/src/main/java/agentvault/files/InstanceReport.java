package agentvault.files;

import agentvault.id.Id;
import agentvault.trail.Head;
import agentvault.trail.Verdict;

/// What verification says about one server instance of an installation.
///
/// @param filesHere whether the instance's own files were judged; else they are elsewhere or gone, and the verdict is
///     about its copies
/// @param lastKnown the furthest head that files, copies or the database know of; copies may end before it
public record InstanceReport(Id instance, boolean filesHere, Head lastKnown, Verdict verdict) {}
