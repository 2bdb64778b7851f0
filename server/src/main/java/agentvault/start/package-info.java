/// The commands that run and look after a server: `server`, `server stop`, `server status`. Entry type:
/// [agentvault.start.ServerCommands].
///
/// Invariants: what keeps a server from starting is one sentence and a next step, never a stack trace; a secret that
/// was given is in no argument of a process and in no line of the log.
@NullMarked
package agentvault.start;

import org.jspecify.annotations.NullMarked;
