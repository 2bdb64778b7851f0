package agentvault.terminal;

import agentvault.json.HiddenText;
import java.util.Optional;

/// What stands between the command and a person: which streams a person sees, and what is typed.
public interface Screen {

    /// Is the answer seen by a person as it is, and not kept in a file or read by another program.
    boolean answerShown();

    /// Is there a person who reads questions and types.
    boolean asks();

    /// Are colours wanted on what is shown.
    boolean coloured();

    /// The width of the terminal, in places.
    int width();

    /// One typed line; empty at the end of what is typed.
    Optional<String> line();

    /// One typed line that does not show while it is typed.
    ///
    /// @param question runs when typing no longer shows: who types as soon as it is there is not seen either
    Optional<HiddenText> hiddenLine(Runnable question);
}
