/// The data plane: what agents send goes out through it. Entry type: [agentvault.proxy.Plane].
///
/// Invariants: every request is authenticated, resolved and limited anew, whatever it came in; a use is in the trail
/// before a secret is opened; a secret is opened only when there is a connection to the place it is for; nothing here
/// waits on an event loop, and nothing asks the database there; what is revoked ends what is running.
@NullMarked
package agentvault.proxy;

import org.jspecify.annotations.NullMarked;
