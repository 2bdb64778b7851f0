/// What a person sees and is asked: clean text, tables, colours, questions. Entry type: [agentvault.terminal.Terminal].
/// Invariant: nothing that came from elsewhere reaches a terminal with a control character in it.
@NullMarked
package agentvault.terminal;

import org.jspecify.annotations.NullMarked;
