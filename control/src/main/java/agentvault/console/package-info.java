/// The console: pages for people. Entry type: [agentvault.console.Console].
///
/// Invariants: a page shows and never decides, every decision is an operation that a form's sender is asked for; a GET
/// changes nothing; what an agent wrote is quoted text, whatever it looks like; what a form sent is never shown back.
@NullMarked
package agentvault.console;

import org.jspecify.annotations.NullMarked;
