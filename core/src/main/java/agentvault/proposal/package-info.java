/// An agent's request for access and a person's answer. Entry type: [agentvault.proposal.Proposal].
///
/// Invariants: what is decided is what was shown (the digest); a proposal leaves the pending state once.
@NullMarked
package agentvault.proposal;

import org.jspecify.annotations.NullMarked;
