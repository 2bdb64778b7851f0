/// The `agent-vault` command as far as it talks to a server. Entry type: [agentvault.cli.Program]. Invariants: a token
/// goes
/// only to the server it was made by; a secret is in no address, no argument of a process we start, and no message.
@NullMarked
package agentvault.cli;

import org.jspecify.annotations.NullMarked;
