/// Asks one question of a server elsewhere, on a connection of its own, and waits for the answer. Entry:
/// [agentvault.question.Questions]. It dials through the guard, follows no redirect, and an answer is whole, small and
/// in time or it is none.
@NullMarked
package agentvault.question;

import org.jspecify.annotations.NullMarked;
