package agentvault.proxy;

import agentvault.access.Via;
import agentvault.dial.Place;
import agentvault.dial.PoolKey;
import agentvault.id.Id;
import agentvault.inject.Need;
import agentvault.trail.CredentialVersion;
import agentvault.trail.Entry;
import agentvault.trail.TrailUnavailable;
import agentvault.vault.Credential;
import agentvault.vault.RateLimit;
import agentvault.vault.Service;
import agentvault.workspace.Authentication;
import agentvault.workspace.Caller;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.OauthRenewals.Attempt;
import agentvault.workspace.OauthRenewals.Stale;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Uses;
import agentvault.workspace.Warrant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives the verdict about a request, from its head alone. The steps are in one method in their order, which is a
/// security property: who asks, what they may use, which rule decides, what that takes, how much they ask, and last the
/// record, after which the request goes on.
final class Judge {

    private final Authentication authentication;
    private final Uses uses;
    private final Limiter limiter;
    private final RateLimit settled;
    private final DecideRule rules;
    private final Renewer renewer;

    /// @param settled how much each actor may ask for where nobody has chosen
    Judge(
            Authentication authentication,
            Uses uses,
            Limiter limiter,
            RateLimit settled,
            DecideRule rules,
            Renewer renewer) {
        this.authentication = authentication;
        this.uses = uses;
        this.limiter = limiter;
        this.settled = settled;
        this.rules = rules;
        this.renewer = renewer;
    }

    /// Whether a verdict may wait: for the database, for the disk.
    enum Waiting {
        NEVER,
        ALLOWED
    }

    Verdict judge(Ask ask, Waiting waiting) {
        try {
            return judged(ask, waiting);
        } catch (Stop stop) {
            return stopped(stop, waiting);
        } catch (StoreUnavailable | IntegrityBroken _) {
            return refuse(Trouble.unavailable());
        }
    }

    /// Some of what is refused is recorded, too.
    private Verdict stopped(Stop stop, Waiting waiting) {
        if (stop.note.isEmpty()) return stop.verdict;
        if (uses.recordingWaits() && waiting == Waiting.NEVER) return new Verdict.Defer();
        try {
            stop.note.get().run();
            return stop.verdict;
        } catch (TrailUnavailable _) {
            return refuse(Trouble.unrecorded());
        }
    }

    private Verdict judged(Ask ask, Waiting waiting) {
        var caller = authenticate(ask, waiting);
        var warrant = warrant(ask, caller, waiting);
        var decided = rules.decide(ask, warrant);
        var credentials = credentials(decided, warrant);
        var over = renewer.over(all(credentials));
        if (!over.isEmpty()) {
            if (waiting == Waiting.NEVER) return new Verdict.Defer();
            renew(over, by(warrant, decided.rule()));
            warrant = warrant(ask, caller, waiting);
            decided = rules.decide(ask, warrant);
            credentials = credentials(decided, warrant);
        }
        if (!credentials.isEmpty() && uses.recordingWaits() && waiting == Waiting.NEVER) return new Verdict.Defer();
        var counted = limit(warrant, decided.rule());
        try {
            record(credentials, warrant, ask);
        } catch (TrailUnavailable _) {
            counted.leave();
            return refuse(Trouble.unrecorded(), by(warrant, decided.rule()));
        }
        var key = key(decided, credentials, ask);
        var refusable = renewer.refusable(all(credentials));
        return new Verdict.Forward(decided.plan(), warrant, decided.rule(), key, counted, refusable);
    }

    /// Judges a request anew whose tokens were refused, with others.
    Verdict judgeRenewed(Ask ask, Verdict.Forward refused) {
        try {
            renew(refused.refusable(), by(refused.warrant(), refused.rule()));
        } catch (Stop stop) {
            return stop.verdict;
        } catch (StoreUnavailable | IntegrityBroken _) {
            return refuse(Trouble.unavailable());
        }
        return judge(ask, Waiting.ALLOWED);
    }

    private void renew(List<Stale> stale, RequestLog.By by) {
        for (var one : stale) {
            if (renewer.renew(one) instanceof Attempt.Failed(var code, boolean reconnect))
                throw stop(Trouble.notRenewed(code, reconnect), by);
        }
    }

    private static List<Credential> all(List<Used> used) {
        if (used.isEmpty()) return List.of();
        return used.size() == 1
                ? used.getFirst().credentials()
                : used.stream().flatMap(one -> one.credentials().stream()).toList();
    }

    /// What is known of who asks and may use, without a request: for a tunnel that is to be opened.
    Warrant admit(Authentication.Pass pass, String vault, Waiting waiting) {
        var caller = authenticate(pass, Way.TUNNEL, waiting);
        return warrant(caller, Way.TUNNEL, vault, waiting);
    }

    /// Whether a request that was let through would be let through now, and by the same rule: revoking takes hold of
    /// what
    /// is under way. What is not known for the moment changes nothing.
    boolean stillHolds(Ask ask, Verdict.Forward verdict) {
        return switch (authentication.of(ask.pass())) {
            case Authentication.Result.Known known ->
                switch (uses.again(known.caller(), verdict.warrant())) {
                    case Uses.Result.Usable(var warrant) ->
                        warrant == verdict.warrant() || sameRule(ask, verdict, warrant);
                    case Uses.Result.NotInMemory _ -> true;
                    case Uses.Result.Refused _ -> false;
                };
            case Authentication.Result.Stale _ -> true;
            case Authentication.Result.Expired _, Authentication.Result.Unknown _ -> false;
        };
    }

    private boolean sameRule(Ask ask, Verdict.Forward verdict, Warrant now) {
        try {
            var decided = rules.decide(ask, now);
            return decided.rule().equals(verdict.rule())
                    && decided.plan().needs().equals(verdict.plan().needs())
                    && decided.plan().needs().stream()
                            .allMatch(need ->
                                    now.credential(need.service(), need.key()).isPresent());
        } catch (Stop _) {
            return false;
        }
    }

    private Caller authenticate(Ask ask, Waiting waiting) {
        return authenticate(ask.pass(), ask.way(), waiting);
    }

    private Caller authenticate(Authentication.Pass pass, Way way, Waiting waiting) {
        if (!authentication.ready(pass)) {
            if (waiting == Waiting.NEVER) throw new Stop(new Verdict.Defer());
            authentication.prepare();
        }
        return switch (authentication.of(pass)) {
            case Authentication.Result.Known known -> known.caller();
            case Authentication.Result.Expired _ -> throw stop(Trouble.unknown(way, "Session expired"));
            case Authentication.Result.Unknown _ -> throw stop(Trouble.unknown(way, "Invalid or expired session"));
            case Authentication.Result.Stale _ -> throw stop(Trouble.stale());
        };
    }

    private Warrant warrant(Ask ask, Caller caller, Waiting waiting) {
        return warrant(caller, ask.way(), ask.vault(), waiting);
    }

    private Warrant warrant(Caller caller, Way way, String vault, Waiting waiting) {
        var name = name(caller, way, vault);
        var found = waiting == Waiting.NEVER ? uses.of(caller, name) : uses.fetch(caller, name);
        return switch (found) {
            case Uses.Result.Usable(var warrant) -> warrant;
            case Uses.Result.Refused(var reason) -> throw stop(Trouble.of(reason, way, vault));
            case Uses.Result.NotInMemory _ -> throw new Stop(new Verdict.Defer());
        };
    }

    /// Beside the API, a session has its vaults whatever is named beside it.
    private static String name(Caller caller, Way way, String vault) {
        return way == Way.PATH && caller.via() == Via.SESSION ? "" : vault;
    }

    /// Credentials that go along, by the service that sends them.
    private record Used(Service service, List<Credential> credentials) {}

    private List<Used> credentials(DecideRule.Decided decided, Warrant warrant) {
        List<Used> found = new ArrayList<>(1);
        for (Need need : decided.plan().needs()) {
            var credential = warrant.credential(need.service(), need.key())
                    .orElseThrow(() -> stop(valueless(need, warrant), by(warrant, decided.rule())));
            by(found, need.service()).credentials().add(credential);
        }
        return found;
    }

    private Trouble valueless(Need need, Warrant warrant) {
        var key = need.key().text();
        return warrant.standing(need.service(), need.key())
                .map(standing -> Trouble.withoutToken(key, standing))
                .orElseGet(() -> rules.missing(key));
    }

    private static Used by(List<Used> found, Service service) {
        for (var used : found) if (used.service().id().equals(service.id())) return used;
        var used = new Used(service, new ArrayList<>(1));
        found.add(used);
        return used;
    }

    private Limiter.Bucket limit(Warrant warrant, Verdict.Rule rule) {
        var scope = new Scope(warrant.caller().actor(), rule.vault());
        return switch (limiter.enter(scope, warrant.limit(rule.vault(), settled))) {
            case Limiter.Entry.In(var bucket) -> bucket;
            case Limiter.Entry.TooFast(var after) -> throw stop(Trouble.limited(after), by(warrant, rule));
            case Limiter.Entry.TooMany() -> throw stop(Trouble.crowded(), by(warrant, rule));
        };
    }

    private record Scope(Id actor, Id vault) {}

    private static void record(List<Used> all, Warrant warrant, Ask ask) {
        for (var used : all) warrant.recordUse(used.service(), used.credentials(), ask.target());
    }

    private static PoolKey key(DecideRule.Decided decided, List<Used> used, Ask ask) {
        var place = Place.of(ask.to(), ask.incoming().secure());
        if (used.isEmpty()) return PoolKey.bare(decided.rule().vault(), place);
        List<CredentialVersion> versions = new ArrayList<>(1);
        for (var one : used) {
            for (var credential : one.credentials()) {
                var version = new CredentialVersion(
                        credential.id(), credential.material().version());
                if (!versions.contains(version)) versions.add(version);
            }
        }
        versions.sort(Comparator.comparing(CredentialVersion::toString));
        return new PoolKey(decided.rule().vault(), versions, place);
    }

    static RequestLog.By by(Warrant warrant, Verdict.Rule rule) {
        var caller = warrant.caller();
        var session = caller.via() == Via.SESSION ? caller.shown() : Entry.NONE;
        return new RequestLog.By(caller.actor(), session, rule.vault(), rule.service());
    }

    private static Verdict.Refuse refuse(Trouble trouble) {
        return refuse(trouble, RequestLog.By.NOBODY);
    }

    static Verdict.Refuse refuse(Trouble trouble, RequestLog.By by) {
        return new Verdict.Refuse(trouble, by);
    }

    private static Stop stop(Trouble trouble) {
        return new Stop(refuse(trouble));
    }

    static Stop stop(Trouble trouble, RequestLog.By by) {
        return new Stop(refuse(trouble, by));
    }

    /// Ends the steps before the last one, with a verdict.
    static final class Stop extends RuntimeException {

        private static final long serialVersionUID = 1;

        final transient Verdict verdict;
        final transient Optional<Runnable> note;

        Stop(Verdict verdict) {
            this(verdict, Optional.empty());
        }

        Stop(Verdict verdict, Optional<Runnable> note) {
            super("", null, false, false);
            this.verdict = verdict;
            this.note = note;
        }
    }
}
