package agentvault.proposal;

import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import java.util.List;

/// What approving a proposal does to a vault as it is now: which credential goes where, before and after.
///
/// @param services those that the proposal names, and those whose flows it changes
/// @param acknowledgements what a person has to say yes to one by one
public record Effect(List<OnService> services, List<OnCredential> credentials, List<Acknowledgement> acknowledgements) {

    /// That of a proposal that has ended: it does nothing any more.
    public static final Effect NONE = new Effect(List.of(), List.of(), List.of());

    public enum Change {
        ADDED,
        CHANGED,
        REMOVED,
        /// The proposal does not name it, and it sends something else than before all the same.
        AFFECTED
    }

    public record OnService(Slug name, Change change, List<Flow> before, List<Flow> after) {
        public OnService {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /// @param usedBy the services that send it afterwards
    public record OnCredential(CredentialKey key, Change change, List<Slug> usedBy) {
        public OnCredential {
            usedBy = List.copyOf(usedBy);
        }
    }

    public Effect {
        services = List.copyOf(services);
        credentials = List.copyOf(credentials);
        acknowledgements = List.copyOf(acknowledgements);
    }
}
