package agentvault.proxy;

import agentvault.inject.Plan;
import agentvault.match.AllowedPlaceholder;
import agentvault.match.Decision;
import agentvault.stream.OpenStreams;
import agentvault.trail.Entry;
import agentvault.vault.Service;
import agentvault.vault.UnmatchedHosts;
import agentvault.workspace.Warrant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds the rule that decides about a request, and plans what it takes.
///
/// @param streams on which servers tell where to post messages
/// @param address where the API is, for whoever has to ask for more
record DecideRule(OpenStreams streams, Supplier<String> address) {

    /// The rule that decides, and how it lets the request go on.
    record Decided(Plan plan, Verdict.Rule rule) {}

    Decided decide(Ask ask, Warrant warrant) {
        var told = streams.told(warrant.caller().shown(), ask.target());
        var decision = warrant.decide(ask.target(), told);
        // Only what is let through unopened stays so: a rule that sees requests does not decide about a tunnel.
        if (ask.unopened() && !(decision instanceof Decision.Tunnel))
            throw Judge.stop(Trouble.revoked(), Judge.by(warrant, primary(warrant)));
        return switch (decision) {
            case Decision.Inject(var service, var allowed) -> filling(ask, warrant, service, allowed);
            case Decision.Passthrough(var service, var allowed) -> plain(ask, warrant, rule(service), allowed);
            case Decision.Tunnel(var service) when ask.unopened() -> plain(ask, warrant, rule(service), List.of());
            case Decision.Tunnel(var service) ->
                throw Judge.stop(Trouble.tunnelOnly(service.name().text()), Judge.by(warrant, rule(service)));
            case Decision.OnlyPlaceholders(var allowed) ->
                plain(
                        ask,
                        warrant,
                        allowed.isEmpty()
                                ? primary(warrant)
                                : rule(allowed.getFirst().service()),
                        allowed);
            case Decision.Unmatched(var allowed) -> unmatched(ask, warrant, allowed);
            case Decision.Disabled(var service) ->
                throw Judge.stop(Trouble.disabled(service.name().text()), Judge.by(warrant, rule(service)));
            case Decision.AmbiguousPath(var service, var reason) ->
                throw Judge.stop(Trouble.ambiguousPath(reason.sentence()), Judge.by(warrant, rule(service)));
            case Decision.MethodOverride(var service) ->
                throw Judge.stop(Trouble.methodOverride(), Judge.by(warrant, rule(service)));
        };
    }

    private static Decided filling(Ask ask, Warrant warrant, Service service, List<AllowedPlaceholder> allowed) {
        var plan = Plan.of(ask.incoming(), service, allowed, warrant.placeholders());
        return planned(plan, warrant, rule(service));
    }

    private static Decided plain(Ask ask, Warrant warrant, Verdict.Rule rule, List<AllowedPlaceholder> allowed) {
        return planned(Plan.of(ask.incoming(), allowed, warrant.placeholders()), warrant, rule);
    }

    private Decided unmatched(Ask ask, Warrant warrant, List<AllowedPlaceholder> allowed) {
        boolean denied = ask.way() == Way.PATH || warrant.unmatched(ask.target()) == UnmatchedHosts.DENY;
        if (denied) {
            var first = warrant.vaults().stream().findFirst();
            var vault = first.map(found -> found.slug().text()).orElse("");
            throw Judge.stop(Trouble.unmatched(ask.place(), vault, address.get()), Judge.by(warrant, primary(warrant)));
        }
        return plain(ask, warrant, primary(warrant), allowed);
    }

    private static Decided planned(Plan.Result planned, Warrant warrant, Verdict.Rule rule) {
        return switch (planned) {
            case Plan.Result.Ready(var plan) -> new Decided(plan, rule);
            case Plan.Result.Misused(var misuse) -> {
                var verdict = Judge.refuse(Trouble.misused(misuse), Judge.by(warrant, rule));
                throw new Judge.Stop(
                        verdict,
                        Optional.of(() -> warrant.recordRefusal("USE_PLACEHOLDER", rule.vault(), misuse.name())));
            }
        };
    }

    /// What to do about a credential that has no value.
    Trouble missing(String key) {
        return Trouble.missingCredential(key, address.get());
    }

    private static Verdict.Rule rule(Service service) {
        return new Verdict.Rule(service.vault(), service.name().text());
    }

    /// The first vault of a caller, where no rule decides.
    static Verdict.Rule primary(Warrant warrant) {
        var vault = warrant.vaults().stream().findFirst();
        return new Verdict.Rule(vault.map(found -> found.id()).orElse(Entry.NONE), "");
    }
}
