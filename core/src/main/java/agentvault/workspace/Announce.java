package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.vault.Credential;
import agentvault.vault.Metadata;
import agentvault.vault.Vault;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// Writes down what webhooks are to be told of, within the change that makes it happen: neither is there without the
/// other. Such a change holds [#scope] and looks at the workspace.
final class Announce {

    /// What waits for one webhook in one scope. Of what comes on top a little is kept to be seen, and nothing is sent.
    static final int MOST_PENDING = 200;

    private static final String TOO_MANY = "too_many_pending";

    private Announce() {}

    /// Where a vault's deliveries are kept.
    static Scope scope(Id vault) {
        return Scope.shortLived(vault);
    }

    static void created(Transaction transaction, Proposal proposal) {
        tell(transaction, Happening.Type.PROPOSAL_CREATED, proposal.vault(), facts(transaction, proposal, "pending"));
    }

    static void decided(Transaction transaction, Proposal proposal, Proposal.Ending ending) {
        var facts = facts(transaction, proposal, ending.name().toLowerCase(Locale.ROOT));
        tell(transaction, Happening.Type.PROPOSAL_DECIDED, proposal.vault(), facts);
    }

    static void reconnectRequired(Transaction transaction, Credential credential, String code) {
        var facts = new HashMap<>(Map.of("credential", credential.key().text(), "code", code));
        tell(transaction, Happening.Type.CREDENTIAL_RECONNECT_REQUIRED, credential.vault(), facts);
    }

    private static Map<String, String> facts(Transaction transaction, Proposal proposal, String status) {
        var facts = new HashMap<>(Map.of(
                "proposal",
                Long.toString(proposal.number()),
                "status",
                status,
                "proposed_by_id",
                proposal.proposedBy().toString()));
        transaction
                .workspace()
                .find(Actor.class, proposal.proposedBy())
                .ifPresent(actor -> facts.put("proposed_by", actor.name().text()));
        return facts;
    }

    private static void tell(Transaction transaction, Happening.Type type, Id vault, Map<String, String> facts) {
        var hooks = transaction.workspace().all(Webhook.class, hook -> hook.wants(type));
        if (hooks.isEmpty()) return;
        facts.put("vault_id", vault.toString());
        transaction
                .contents(Scope.vault(vault))
                .find(Vault.class, vault)
                .ifPresent(known -> facts.put("vault", known.slug().text()));
        var happening = new Happening(type, vault, Metadata.of(facts));
        hooks.forEach(hook -> insert(transaction, hook, happening));
    }

    private static void insert(Transaction transaction, Webhook hook, Happening happening) {
        var delivery = Delivery.waiting(transaction.random().id(), hook.id(), happening, transaction.stamp());
        var others = transaction
                .contents(delivery.scope())
                .all(Delivery.class, other -> other.webhook().equals(hook.id()) && !other.isTest());
        if (count(others, Delivery::pending) < MOST_PENDING) {
            transaction.insert(delivery);
            return;
        }
        long told = count(others, other -> other.progress().code().equals(TOO_MANY));
        if (told < WebhookDeliveries.KEPT_GIVEN_UP) transaction.insert(delivery.givenUp(transaction.now(), TOO_MANY));
    }

    private static long count(List<Delivery> all, Predicate<Delivery> those) {
        return all.stream().filter(those).count();
    }
}
