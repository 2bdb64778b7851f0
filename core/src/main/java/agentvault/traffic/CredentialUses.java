package agentvault.traffic;

import agentvault.id.Id;
import java.util.List;
import java.util.Map;

/// Keeps the last use of each credential.
public interface CredentialUses {

    /// Writes down uses of different credentials; what is known of a later use stays.
    void keep(List<CredentialUse> uses);

    /// The last uses of a vault's credentials, by their ids. Credentials that were never used are not in it.
    Map<Id, CredentialUse> of(Id vault);

    /// Forgets the uses of credentials that do not exist any more.
    void forgetDeleted();
}
