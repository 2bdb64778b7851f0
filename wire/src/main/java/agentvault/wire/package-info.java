/// The one HTTP stack: listeners, TLS, connections. Entry types: [agentvault.wire.Listener], which shows each request
/// head to an [agentvault.wire.Entrance], and [agentvault.wire.Handler], which answers in plain blocking code.
///
/// Invariants: only what [agentvault.http] accepted reaches anybody; nothing waits on an event loop; every wait for a
/// peer has an end, and every buffer a bound; one exchange at a time on a connection, and nothing is read after a
/// refusal; nothing here logs, and nothing that prints holds a secret.
@NullMarked
package agentvault.wire;

import org.jspecify.annotations.NullMarked;
