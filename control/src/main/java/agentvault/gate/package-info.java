/// Who is let in. Entry type: [agentvault.gate.Gate].
///
/// Invariants: a request for a host that is not this server's is answered by nobody; what a browser shows by itself
/// changes nothing unless a page of this server asked for it; every token is looked up at every request.
@NullMarked
package agentvault.gate;

import org.jspecify.annotations.NullMarked;
