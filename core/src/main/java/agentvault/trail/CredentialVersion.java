package agentvault.trail;

import agentvault.id.Id;

/// One version of one credential.
public record CredentialVersion(Id credential, long version) {

    public CredentialVersion {
        Bounds.count(version);
    }
}
