package agentvault.inject;

import agentvault.vault.CredentialKey;
import agentvault.vault.Service;

/// A credential that a service puts into a request.
public record Need(Service service, CredentialKey key) {}
