package agentvault.inject;

import agentvault.vault.CredentialKey;
import agentvault.vault.Service;

/// A credential that a service puts into a request.
public record Need(Service service, CredentialKey key) {

    /// A service is known by its id: to look at all of it takes longer than to send it.
    @Override
    public int hashCode() {
        return service.id().hashCode() * 31 + key.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Need same
                && service.id().equals(same.service.id())
                && key.equals(same.key)
                && service.equals(same.service);
    }
}
