/// The protocol of 21st Agents, as far as it is about vaults: their credentials, the agents that use them and what
/// agents' tools get. Entry type: [agentvault.team.TeamRoutes].
///
/// Invariants: it decides nothing that the workspace does not decide; no secret is ever in an answer; a vault of
/// strangers is answered as one that does not exist.
@NullMarked
package agentvault.team;

import org.jspecify.annotations.NullMarked;
