/// The control API: the Agent Vault protocol over HTTP. Entry type: [agentvault.control.ControlApi].
///
/// Invariants: a route translates and never decides, every permission is decided by the operation that it calls; what a
/// caller may not know of is answered as what does not exist; every answer carries the request's id.
@NullMarked
package agentvault.control;

import org.jspecify.annotations.NullMarked;
