package agentvault.workspace;

import agentvault.id.Id;
import agentvault.vault.Vault;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which vaults a run uses, and in which order: what the first of five layers says that says something.
public sealed interface Resolution {

    /// The label by which a vault belongs to somebody outside.
    String EXTERNAL_USER = "external_user_id";

    /// In the order in which they are asked.
    enum Layer {
        /// The run names its vaults, or that it has none.
        NAMED,
        /// The vaults that are labelled with the user whom the run is for.
        EXTERNAL_USER,
        /// The vaults that the agent's definition names.
        DEFINITION,
        /// The workspace's usual vault.
        USUAL,
        NONE
    }

    /// @param vaults each once; the first that has a credential for a request decides
    record Resolved(Layer by, List<Id> vaults) implements Resolution {
        public Resolved {
            vaults = List.copyOf(new LinkedHashSet<>(vaults));
        }
    }

    /// A vault that was named, and is archived, gone or not for whoever asks.
    record Unavailable(Layer by, Id vault) implements Resolution {}

    /// What a run says about its vaults.
    sealed interface Wish {
        /// These and no others; none is an answer, too.
        record Named(List<Id> vaults) implements Wish {
            public Named {
                vaults = List.copyOf(vaults);
            }
        }

        record Unnamed() implements Wish {}
    }

    /// What there is to choose from.
    ///
    /// @param granted the vaults that whoever asks has a role in, archived ones too
    /// @param pinned what the definition names
    record Choice(List<Vault> granted, List<Id> pinned, Optional<Id> usual) {
        public Choice {
            granted = granted.stream().filter(vault -> vault.life().active()).toList();
            pinned = List.copyOf(pinned);
        }

        private Set<Id> ids() {
            return granted.stream().map(Vault::id).collect(Collectors.toUnmodifiableSet());
        }

        /// The oldest first.
        private List<Id> of(String externalUser) {
            return granted.stream()
                    .filter(vault ->
                            externalUser.equals(vault.metadata().pairs().get(EXTERNAL_USER)))
                    .sorted(Comparator.comparing(vault -> vault.life().created()))
                    .map(Vault::id)
                    .toList();
        }
    }

    /// @param externalUser whom the run is for; empty if nobody said
    static Resolution of(Wish wish, String externalUser, Choice from) {
        if (wish instanceof Wish.Named(var vaults)) return all(Layer.NAMED, vaults, from);
        var user = externalUser.strip();
        var theirs = user.isEmpty() ? List.<Id>of() : from.of(user);
        if (!theirs.isEmpty()) return new Resolved(Layer.EXTERNAL_USER, theirs);
        if (!from.pinned().isEmpty()) return all(Layer.DEFINITION, from.pinned(), from);
        return from.usual()
                .filter(from.ids()::contains)
                .map(vault -> new Resolved(Layer.USUAL, List.of(vault)))
                .orElseGet(() -> new Resolved(Layer.NONE, List.of()));
    }

    private static Resolution all(Layer by, List<Id> vaults, Choice from) {
        var known = from.ids();
        return vaults.stream()
                .filter(vault -> !known.contains(vault))
                .findFirst()
                .<Resolution>map(vault -> new Unavailable(by, vault))
                .orElseGet(() -> new Resolved(by, vaults));
    }
}
