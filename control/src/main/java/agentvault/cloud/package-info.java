/// The cloud vault protocols of Qoder and Anthropic: vaults and the credentials that are bound in them. Entry type:
/// [agentvault.cloud.CloudVaults].
///
/// Invariants: nothing that was sent as a secret is ever answered; what a caller may not know of is answered to the
/// byte as what does not exist; every operation is one of `Workspace`, so that what is made here is there on every
/// other face.
@NullMarked
package agentvault.cloud;

import org.jspecify.annotations.NullMarked;
