/// What a server says about itself while it runs, one line each. Entry type: [agentvault.log.Log].
///
/// Invariants: nothing waits for whoever reads the log; a line is one line, whatever is in it; no secret is given to
/// it.
@NullMarked
package agentvault.log;

import org.jspecify.annotations.NullMarked;
