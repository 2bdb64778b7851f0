/// Benchmarks of what every exchange and every change pays, each beside a named peer that does the same with less.
/// `bench/run` runs them; `bench/RESULTS.md` has the figures.
@NullMarked
package agentvault.bench;

import org.jspecify.annotations.NullMarked;
