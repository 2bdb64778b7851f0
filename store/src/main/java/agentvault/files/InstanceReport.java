package agentvault.files;

import agentvault.id.Id;
import agentvault.trail.Head;
import agentvault.trail.Verdict;

/// What verification says about one server instance of an installation.
///
/// @param filesHere whether the instance's own files were judged; else its files are gone from here and the verdict is
///     about its copies
/// @param lastKnown the head that its newest copy reaches
public record InstanceReport(Id instance, boolean filesHere, Head lastKnown, Verdict verdict) {}
