package agentvault.server;

import agentvault.access.EmailAddress;
import agentvault.access.Login;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.workspace.Caller;
import agentvault.workspace.Outcome;
import agentvault.workspace.Proposals;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The changes that are killed at every system call that writes.
enum KilledOperation {
    FOUND {
        @Override
        void run(Workspace workspace, KeyProvider provider) {
            try (var chosen = secret("correct horse battery")) {
                done(workspace
                        .registration()
                        .register(new EmailAddress(OWNER), chosen, new Login.Device(""), Face.LOCAL));
            }
        }
    },
    SET_CREDENTIAL {
        @Override
        void run(Workspace workspace, KeyProvider provider) {
            set(workspace, "NEW_KEY", "brand-new");
        }
    },
    OVERWRITE_CREDENTIAL {
        @Override
        void run(Workspace workspace, KeyProvider provider) {
            set(workspace, "STRIPE_KEY", "rotated");
        }
    },
    DELETE_CREDENTIAL {
        @Override
        void run(Workspace workspace, KeyProvider provider) {
            var owner = owner(workspace);
            done(workspace
                    .credentials()
                    .delete(owner, vault(workspace, "first"), List.of(new CredentialKey("STRIPE_KEY"))));
        }
    },
    ARCHIVE_VAULT {
        @Override
        void run(Workspace workspace, KeyProvider provider) {
            done(workspace.vaults().archive(owner(workspace), vault(workspace, "first")));
        }
    },
    APPROVE_PROPOSAL {
        @Override
        void run(Workspace workspace, KeyProvider provider) {
            var owner = owner(workspace);
            var vault = vault(workspace, "first");
            var proposal = done(workspace.proposals().find(owner, vault, 1));
            try (var typed = secret("typed-in")) {
                var values = Map.of(new CredentialKey("GITHUB_TOKEN"), typed);
                done(workspace
                        .proposals()
                        .approve(owner, vault, new Proposals.Decision(1, proposal.digest(), values, Set.of(), "")));
            }
        }
    },
    ROTATE_ROOT {
        @Override
        void run(Workspace workspace, KeyProvider provider) {
            workspace.rootKeys().rotate(provider, _ -> {});
        }
    };

    static final String OWNER = "ana@example.com";

    abstract void run(Workspace workspace, KeyProvider provider);

    static Caller owner(Workspace workspace) {
        return Caller.atConsole(workspace.actors().firstOwner().orElseThrow().id());
    }

    static Id vault(Workspace workspace, String slug) {
        return workspace.vaults().named(new Slug(slug)).map(Vault::id).orElseThrow();
    }

    static void set(Workspace workspace, String key, String value) {
        try (var secret = secret(value)) {
            var values = new TreeMap<CredentialKey, Secret>();
            values.put(new CredentialKey(key), secret);
            done(workspace.credentials().set(owner(workspace), vault(workspace, "first"), values));
        }
    }

    static Secret secret(String text) {
        return Secret.take(text.getBytes(StandardCharsets.UTF_8));
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem.toString());
        };
    }
}
