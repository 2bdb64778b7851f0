/// What the fuzzer calls: one class for each parser of text or bytes that somebody else wrote. Each has a
/// `fuzzerTestOneInput(byte[])`, which throws when a rule of that parser is broken.
///
/// Invariants: the same input always does the same; the input is raw bytes, so that a seed is a file that can be read
/// and replayed without the fuzzer.
@NullMarked
package agentvault.fuzz;

import org.jspecify.annotations.NullMarked;
