/// What is added to a request on its way out, and what is not let through. Entry type: [agentvault.inject.Plan], made
/// from a request and a decision before anything is opened, and written as the head that goes out.
///
/// Invariants: the head is written from what was parsed, never copied; what fills a slot of a service is dropped from
/// what the client sent, however it is spelled; a placeholder is exchanged once, in its declared place, toward its own
/// destination, and stops the request anywhere else; a value that would break the message stops it, too; a secret is
/// written into the one buffer that is sent and into nothing else.
@NullMarked
package agentvault.inject;

import org.jspecify.annotations.NullMarked;
