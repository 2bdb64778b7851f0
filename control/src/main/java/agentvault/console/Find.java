package agentvault.console;

import agentvault.access.Actor;
import agentvault.access.Via;
import agentvault.console.ApprovalPage.Reader;
import agentvault.console.ApprovalPage.Standing;
import agentvault.crypto.Secret;
import agentvault.gate.Attempts;
import agentvault.gate.Gate;
import agentvault.id.Id;
import agentvault.route.Call;
import agentvault.route.Identity;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.workspace.Caller;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/// Finds the proposal that a page is about, and who looks at it.
record Find(Workspace workspace, Attempts attempts, InstantSource clock) {

    /// A user with a login. What else a cookie may hold counts for nobody here.
    static Optional<Identity.Known> person(Call call) {
        return switch (call.identity()) {
            case Identity.Known known ->
                known.caller().via() == Via.LOGIN && known.actor().name().kind() == Actor.Kind.USER
                        ? Optional.of(known)
                        : Optional.empty();
            case Identity.Stale stale -> Optional.of(Gate.known(stale));
            case Identity.Nobody(), Identity.Unknown(), Identity.Expired() -> Optional.empty();
        };
    }

    Found proposal(Call call, Address address, long number) {
        if (address.link().isEmpty()) return inVault(call, address.vault(), number);
        // Whoever has a login may open many links, and guesses none.
        if (person(call).isEmpty()) attempts.from(call.visit(), "approval");
        try (var link = Secret.take(address.link().getBytes(StandardCharsets.UTF_8))) {
            return switch (workspace.proposals().shown(link)) {
                case Outcome.Done<Proposals.Shown>(var shown) ->
                    shown.proposal().number() == number ? new Found.Here(shown) : new Found.Nowhere();
                case Outcome.Refused<Proposals.Shown>(var problem) ->
                    problem.code() == Problem.Code.ALREADY_ENDED ? new Found.Expired() : new Found.Nowhere();
            };
        }
    }

    private Found inVault(Call call, String name, long number) {
        if (!Slug.valid(name)) return new Found.Nowhere();
        var person = person(call);
        if (person.isEmpty()) return new Found.LoginFirst();
        var caller = person.get().caller();
        return workspace
                .vaults()
                .named(new Slug(name))
                .filter(vault -> workspace.proposals().mayReview(caller, vault.id()))
                .map(vault -> reviewed(caller, vault, number))
                .orElseGet(Found.Nowhere::new);
    }

    private Found reviewed(Caller caller, Vault vault, long number) {
        return switch (workspace.proposals().review(caller, vault.id(), number)) {
            case Outcome.Done<Proposals.Reviewed>(var reviewed) -> {
                var by = actor(reviewed.proposal().proposedBy());
                yield new Found.Here(new Proposals.Shown(reviewed.proposal(), reviewed.effect(), vault, by));
            }
            case Outcome.Refused<Proposals.Reviewed> _ -> new Found.Nowhere();
        };
    }

    Optional<Actor> actor(Id id) {
        return workspace.directory().actor(id);
    }

    Reader reader(Call call, Vault vault) {
        return person(call).map(known -> reader(known, vault)).orElse(Reader.NOBODY);
    }

    private Reader reader(Identity.Known known, Vault vault) {
        var email = known.actor().name().text();
        if (!workspace.proposals().mayReview(known.caller(), vault.id())) return new Reader(Standing.STRANGER, email);
        boolean fresh = workspace
                .logins()
                .current(known.caller())
                .filter(login -> clock.instant().isBefore(login.created().at().plus(Proposals.FRESH)))
                .isPresent();
        return new Reader(fresh ? Standing.MAY : Standing.LONG_AGO, email);
    }
}
