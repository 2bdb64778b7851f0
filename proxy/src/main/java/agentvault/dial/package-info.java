/// Connections to elsewhere: every one that this process opens is opened here. Entry type: [agentvault.dial.Upstreams],
/// which resolves, guards, dials and keeps connections; [agentvault.dial.Guard] says which addresses may be dialled.
///
/// Invariants: the address that is dialled is the one that was judged, and is not looked up again; one address of a
/// name that is denied denies the name; a connection is used for one vault and one set of credential versions alone;
/// who answers over TLS has proven the name; nothing waits on an event loop, and every wait has an end; what a failure
/// says names no address.
@NullMarked
package agentvault.dial;

import org.jspecify.annotations.NullMarked;
