/// What a vault holds: [agentvault.vault.Vault], [agentvault.vault.Credential], [agentvault.vault.Service].
///
/// Invariants: a credential's reading is fixed when it is made; what is archived or deleted has no key material left;
/// the digest of the destinations that use a credential is part of what its key is wrapped for.
@NullMarked
package agentvault.vault;

import org.jspecify.annotations.NullMarked;
