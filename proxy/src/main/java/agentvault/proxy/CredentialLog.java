package agentvault.proxy;

import agentvault.vault.Credential;

/// Hears of every credential that went along with a request. Called on event loops: it must not wait.
@FunctionalInterface
public interface CredentialLog {

    CredentialLog NONE = (_, _) -> {};

    /// @param status of the response, or 0 if none came
    void sent(Credential credential, int status);
}
