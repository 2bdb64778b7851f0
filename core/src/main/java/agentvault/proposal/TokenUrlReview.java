package agentvault.proposal;

import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.OauthSettings;
import java.util.Map;
import java.util.Optional;

/// Judges whether a slot sends an OAuth credential elsewhere to be renewed.
record TokenUrlReview(Slot slot, Map<CredentialKey, Credential> credentials) {

    Optional<Acknowledgement> acknowledgement() {
        if (!(slot instanceof Slot.Set(var key, Credential.Type.Oauth(var wanted, var _), var _, var _))) {
            return Optional.empty();
        }
        var known = credentials.get(key);
        if (known == null) return Optional.empty();
        return switch (known.type()) {
            case Credential.Type.Static() ->
                say(key, wanted, "has a value now, which is destroyed, and would be renewed at ");
            case Credential.Type.Oauth(var now, var _) ->
                now.tokenEndpoint().equals(wanted.tokenEndpoint())
                        ? Optional.empty()
                        : say(
                                key,
                                wanted,
                                "loses its tokens and client secret, and would not be renewed at "
                                        + (now.tokenEndpoint().isEmpty() ? "no address" : now.tokenEndpoint())
                                        + " but at ");
        };
    }

    private static Optional<Acknowledgement> say(CredentialKey key, OauthSettings wanted, String what) {
        return Optional.of(Acknowledgement.of(
                Acknowledgement.Kind.TOKEN_URL,
                key.text(),
                wanted.tokenEndpoint(),
                key + " " + what + wanted.tokenEndpoint() + "."));
    }
}
