package agentvault.gate;

import agentvault.access.Mandate;
import agentvault.access.Via;
import agentvault.address.CanonicalHost;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.jwt.SignedTokens;
import agentvault.route.Identity;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.route.Visit;
import agentvault.wire.Request;
import agentvault.workspace.Authentication;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at every request before its route does: where it comes from, by which name, who asks.
public final class Gate {

    private static final String BEARER = "Bearer ";
    private static final int MAX_TOKEN = 512;

    private final Workspace workspace;
    private final Visits visits;
    private final Hosts hosts;
    private final SignedTokens signed;
    private final KeyLimits limits;
    private volatile boolean owned;

    /// @param names of this server besides those of the machine itself
    /// @param proxies that are trusted to say where a request comes from
    /// @param clock for what API keys may ask for
    public Gate(Workspace workspace, Set<CanonicalHost> names, List<AddressRange> proxies, InstantSource clock) {
        this.workspace = workspace;
        this.visits = new Visits(proxies);
        this.hosts = new Hosts(names);
        this.signed = new SignedTokens(workspace.actors().exchanges());
        this.limits = new KeyLimits(clock);
    }

    public Visit visit(Request request) {
        return visits.of(request);
    }

    /// Leaves with 421 for a name that is none of this server's.
    public void checkHost(Request request, Visit visit) {
        hosts.check(request, visit);
    }

    /// Leaves with 503 as long as nobody owns the instance, and with 401 or 403 for somebody who may not come in.
    public Identity admit(Request request, Visit visit, Route route) {
        if (route.access() != Route.Access.ALWAYS && !owned())
            throw notInitialised().declined();
        if (route.access() == Route.Access.PAGE) {
            Browser.checkForm(request, visit);
            return byCookie(request, visit);
        }
        if (route.face() != Face.AGENT_VAULT) return byKey(request, route);
        var bearer = bearer(request);
        var identity = bearer.isPresent() ? shown(bearer.get(), false, Face.AGENT_VAULT) : byCookie(request, visit);
        boolean callers = route.access() == Route.Access.CALLERS;
        if (callers) checkRight(known(identity), route);
        if (bearer.isEmpty()) {
            boolean byCookie = identity instanceof Identity.Known known && known.byCookie();
            Browser.check(request, visit, byCookie);
        }
        return identity;
    }

    /// Once there is an owner, there is one for good.
    public boolean owned() {
        if (!owned) owned = !workspace.registration().awaitsFirstUser();
        return owned;
    }

    /// In the protocols of others: whoever shows a key, or a token of a person.
    private Identity byKey(Request request, Route route) {
        var identity = key(request, route.face())
                .map(text -> shown(text, false, route.face()))
                .orElseGet(Identity.Nobody::new);
        if (route.access() == Route.Access.CALLERS) {
            checkHolder(known(identity));
            checkRight(known(identity), route);
        }
        return identity;
    }

    /// A token that was exchanged for a key is good at few addresses; and a key asks no more often than it may.
    private void checkRight(Identity.Known known, Route route) {
        var caller = known.caller();
        if (caller.via() != Via.API_KEY && caller.via() != Via.EXCHANGED) return;
        workspace.authentication().limit(caller).ifPresent(limit -> limits.count(caller.actor(), limit));
        if (caller.via() == Via.EXCHANGED && !route.forBrowsers()) {
            var code = route.face() == Face.AGENT_VAULT ? "forbidden" : "api_key_required";
            throw Trouble.of(403, code, "A token that was exchanged for an API key is not good for this.")
                    .hinting("Have your server ask, with the API key.")
                    .declined();
        }
    }

    private static void checkHolder(Identity.Known known) {
        switch (known.caller().via()) {
            case LOGIN, API_KEY, EXCHANGED -> {}
            case AGENT_TOKEN, SESSION ->
                throw Trouble.coded(
                                403, "api_key_required", "This address takes API keys, no agent's or session's token.")
                        .hinting("Make a key: agent-vault api-key create NAME")
                        .declined();
        }
    }

    /// Older clients of Anthropic's have a header of their own.
    private static Optional<String> key(Request request, Face face) {
        var bearer = bearer(request);
        if (bearer.isPresent() || face != Face.ANTHROPIC) return bearer;
        var keys = request.headers().all("X-Api-Key");
        return keys.size() > 1 ? Optional.of("") : keys.stream().findFirst();
    }

    private Identity byCookie(Request request, Visit visit) {
        var cookies = Cookies.shown(request, visit);
        if (cookies.isEmpty()) return new Identity.Nobody();
        return cookies.size() == 1 ? shown(cookies.getFirst(), true, Face.AGENT_VAULT) : new Identity.Unknown();
    }

    /// The token after the exact word, if it is the only Authorization header.
    private static Optional<String> bearer(Request request) {
        var headers = request.headers().all("Authorization");
        if (headers.size() > 1) return Optional.of("");
        return headers.stream()
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()))
                .findFirst();
    }

    private Identity shown(String text, boolean byCookie, Face face) {
        if (!byCookie && SignedTokens.looksLikeOne(text)) return exchanged(text, face);
        if (text.isEmpty() || text.length() > MAX_TOKEN) return new Identity.Unknown();
        try (var secret = Secret.take(text.getBytes(StandardCharsets.ISO_8859_1))) {
            return identity(workspace.authentication().of(secret, face), byCookie);
        }
    }

    private Identity exchanged(String text, Face face) {
        return signed.read(text)
                .map(token -> identity(workspace.authentication().of(token, face), false, Optional.of(token.mandate())))
                .orElseGet(Identity.Unknown::new);
    }

    /// Whom a socket speaks for. Leaves with 401 if that has ended.
    public Identity admit(Authentication.Pass session) {
        return known(identity(workspace.authentication().of(session), false));
    }

    private static Identity identity(Authentication.Result result, boolean byCookie) {
        return identity(result, byCookie, Optional.empty());
    }

    private static Identity identity(Authentication.Result result, boolean byCookie, Optional<Mandate> mandate) {
        return switch (result) {
            case Authentication.Result.Known(var caller, var actor, var until) ->
                new Identity.Known(caller, actor, until, byCookie, mandate);
            case Authentication.Result.Expired() -> new Identity.Expired();
            case Authentication.Result.Unknown() -> new Identity.Unknown();
            case Authentication.Result.Stale() -> new Identity.Stale();
        };
    }

    /// Whether this server goes by a name.
    public boolean answersTo(CanonicalHost name) {
        return hosts.admits(name);
    }

    /// Leaves with 401 for whoever is not known.
    public static Identity.Known known(Identity identity) {
        return switch (identity) {
            case Identity.Known known -> known;
            case Identity.Nobody() ->
                throw unauthorised("authorization_required", "Authorization required")
                        .declined();
            case Identity.Unknown() ->
                throw unauthorised("invalid_session", "Invalid or expired session")
                        .declined();
            case Identity.Expired() ->
                throw unauthorised("session_expired", "Session expired").declined();
            case Identity.Stale() ->
                throw Trouble.coded(503, "authority_stale", "This server cannot confirm at the moment who may do what.")
                        .hinting("Try again; if it stays, the database does not answer.")
                        .declined();
        };
    }

    private static Trouble unauthorised(String code, String sentence) {
        return Trouble.of(401, code, sentence)
                .hinting("Show a token as Authorization: Bearer TOKEN, or log in: agent-vault auth login")
                .header("WWW-Authenticate", "Bearer realm=\"agent-vault\"");
    }

    private static Trouble notInitialised() {
        return Trouble.coded(
                        503,
                        "not_initialized",
                        "No owner account exists. Run 'agent-vault auth register' to create the first account.")
                .hinting("agent-vault auth register");
    }
}
