package agentvault.proxy;

import agentvault.dial.DialFailure;
import agentvault.inject.Misuse;
import agentvault.vault.OauthConnection;
import agentvault.workspace.Uses;
import java.time.Duration;

/// Why a request goes no further, as its sender is told: a status, a stable code, a sentence, what to do next.
///
/// @param error what stands in the field of that name, by which clients tell refusals apart: a word, or where they
///     have always seen one, the sentence
/// @param proposes what to propose, or nothing
/// @param retryAfter how long to wait, or nothing
record Trouble(
        int status, String code, String error, String message, String hint, Suggestion proposes, Duration retryAfter) {

    /// A service to propose.
    ///
    /// @param host that it is for, or nothing
    /// @param help where to ask for more, or nothing
    record Suggestion(String host, String help) {
        static final Suggestion NONE = new Suggestion("", "");
    }

    static final int UNAUTHORIZED = 401;
    static final int PROXY_UNAUTHORIZED = 407;
    private static final int BAD_GATEWAY = 502;

    static Trouble of(int status, String code, String message, String hint) {
        return new Trouble(status, code, code, message, hint, Suggestion.NONE, Duration.ZERO);
    }

    private static Trouble waiting(int status, String code, String message, String hint, Duration retryAfter) {
        return new Trouble(status, code, code, message, hint, Suggestion.NONE, retryAfter);
    }

    /// The same under the word that clients know.
    private Trouble known(String as) {
        return new Trouble(status, code, as, message, hint, proposes, retryAfter);
    }

    private Trouble helping(String host, String help) {
        return new Trouble(status, code, error, message, hint, new Suggestion(host, help), retryAfter);
    }

    static Trouble internal() {
        return of(500, "internal", "The proxy failed.", "Try again; if it stays, the server's log tells more.");
    }

    /// Nobody that we know, in the words of the door that was knocked at.
    static Trouble unknown(Way way, String sentence) {
        return way == Way.PATH
                ? of(UNAUTHORIZED, "unauthorized", sentence, "Get a new session or agent token, and send it as Bearer.")
                        .known(sentence)
                : of(
                        PROXY_UNAUTHORIZED,
                        "proxy_unauthorized",
                        sentence,
                        "Set the proxy to http://<token>:<vault>@host:port with a live token.");
    }

    static Trouble severalCredentials() {
        return of(
                400,
                "several_credentials",
                "The request names more than one caller or vault",
                "Send one token, and the name of one vault at most.");
    }

    static Trouble stale() {
        return waiting(
                503,
                "authority_stale",
                "The server cannot confirm that its knowledge of tokens still holds.",
                "Try again in a moment.",
                Duration.ofSeconds(1));
    }

    static Trouble unavailable() {
        return waiting(
                503,
                "unavailable",
                "The server cannot read its database.",
                "Try again in a moment.",
                Duration.ofSeconds(1));
    }

    static Trouble unrecorded() {
        return waiting(
                503,
                "audit_unavailable",
                "The use cannot be recorded, so nothing was sent.",
                "Try again; if it stays, the server's disk is full or broken.",
                Duration.ofSeconds(5));
    }

    /// Beside the API, which vault is meant is found out as the API does, and told as there.
    static Trouble of(Uses.Reason reason, Way way, String vault) {
        var trouble = why(reason, way, vault);
        return way == Way.PATH ? trouble.known(trouble.message()) : trouble;
    }

    private static Trouble why(Uses.Reason reason, Way way, String vault) {
        return switch (reason) {
            case LOGIN ->
                of(
                        way == Way.PATH ? 403 : 400,
                        "vault_scope_required",
                        way == Way.PATH ? "Session requires vault scope" : Words.SET_VAULT,
                        "Use a session of a vault or an agent token: agent-vault vault token.");
            case ENDED -> unknown(way, "Invalid or expired session");
            case NO_SUCH_VAULT -> of(404, "vault_not_found", "Vault not found: " + vault, "Check the vault's name.");
            case NO_ACCESS ->
                of(
                        403,
                        "forbidden",
                        "Agent does not have access to vault: " + vault,
                        "Ask an admin of the vault for a role in it.");
            case OTHER_VAULT ->
                of(
                        403,
                        "forbidden",
                        "Session is not for vault: " + vault,
                        "Leave the vault out, or use its own session.");
            case WHICH_VAULT ->
                of(
                        400,
                        "vault_required",
                        way == Way.PATH ? Words.X_VAULT : Words.SET_VAULT,
                        "Name one of the vaults that the token has a role in.");
        };
    }

    static Trouble of(DialFailure failure, String host) {
        var reason = failure.reason().isEmpty() ? "" : " (" + failure.reason() + ")";
        var trouble = of(failure.status(), failure.code(), "Failed to reach " + host + reason, failure.hint());
        return failure.status() == BAD_GATEWAY ? trouble.known(Words.UPSTREAM) : trouble;
    }

    /// No service names the host, and nothing lets it through.
    ///
    /// @param address where the API is
    static Trouble unmatched(String host, String vault, String address) {
        return of(
                        403,
                        "forbidden",
                        "No broker service matching host \"%s\" in vault \"%s\"".formatted(host, vault),
                        "Propose a service for this host, or ask an admin of the vault to add one.")
                .helping(
                        host,
                        ("GET %s/discover lists the hosts and credentials that you may use; POST %s/v1/proposals asks for"
                                        + " more, and GET %s/v1/skills/http says how.")
                                .formatted(address, address, address));
    }

    static Trouble revoked() {
        return of(403, "revoked", "The right to this request was taken away", "Ask for access again.");
    }

    static Trouble disabled(String service) {
        return of(
                403,
                "service_disabled",
                "The service \"%s\" is disabled".formatted(service),
                "Ask an admin of the vault to enable it.");
    }

    static Trouble tunnelOnly(String service) {
        return of(
                403,
                "tunnel_only",
                "The service \"%s\" lets connections to this host through unopened, by CONNECT alone"
                        .formatted(service),
                "Go through HTTPS_PROXY, and let the client trust the host's own certificate.");
    }

    static Trouble ambiguousPath(String reason) {
        return of(
                400,
                "ambiguous_path",
                "The path " + reason + ", and servers read that differently",
                "Send the path in its plain form.");
    }

    static Trouble methodOverride() {
        return of(
                400,
                "method_override",
                "The request overrides its method, and a rule looks at methods",
                "Send the method itself, without an override header.");
    }

    static Trouble missingCredential(String key, String address) {
        return of(
                        502,
                        "credential_not_found",
                        "A required credential could not be resolved; check vault configuration",
                        "Tell the user that the credential " + key + " has no value: agent-vault vault credential set "
                                + key)
                .helping("", "GET %s/discover lists the credentials that have one.".formatted(address));
    }

    /// An OAuth credential that has no access token.
    static Trouble withoutToken(String key, OauthConnection.Standing standing) {
        return switch (standing) {
            case OauthConnection.Standing.Unconnected() ->
                of(
                        BAD_GATEWAY,
                        "oauth_not_connected",
                        "The credential " + key + " was not connected yet",
                        "Ask the user to connect it: agent-vault vault credential connect " + key);
            case OauthConnection.Standing.ReconnectRequired(var _, var code) -> notRenewed(code, true);
            case OauthConnection.Standing.Failing(var _, var _, var code, var _) -> notRenewed(code, false);
            case OauthConnection.Standing.Connected _ -> notRenewed("no_access_token", false);
        };
    }

    static Trouble notRenewed(String code, boolean reconnect) {
        return reconnect
                ? of(
                        BAD_GATEWAY,
                        "oauth_reconnect_required",
                        "The credential's access token has ended and cannot be renewed (" + code + ")",
                        "Ask the user to connect it again: agent-vault vault credential connect KEY")
                : waiting(
                        BAD_GATEWAY,
                        "oauth_refresh_failed",
                        "The credential's access token has ended and could not be renewed now (" + code + ")",
                        "Try again in a minute; if it stays, tell the user that its token URL does not answer.",
                        Duration.ofSeconds(15));
    }

    static Trouble unusableCredential() {
        return of(
                502,
                "credential_unusable",
                "A credential has characters that cannot be sent where it belongs",
                "Tell the user to set the credential again, on one line of plain ASCII.");
    }

    static Trouble unreadableCredential() {
        return of(
                502,
                "credential_unreadable",
                "A required credential could not be opened",
                "Tell the user that the vault's data does not fit together; agent-vault verify tells more.");
    }

    static Trouble otherName() {
        return of(
                421,
                "misdirected_request",
                "This server does not go by the name in the Host header",
                "Start it with --allowed-host NAME if it should.");
    }

    static Trouble misdirected() {
        return of(
                421,
                "misdirected_request",
                "The tunnel was opened to another host",
                "Open a tunnel to the host that the request names.");
    }

    static Trouble tooManyHosts(Duration retryAfter) {
        return waiting(
                        429,
                        "too_many_hosts",
                        "Tunnels were opened to too many new hosts at once",
                        "Wait, then open them more slowly; hosts that you had a tunnel to are not counted.",
                        retryAfter)
                .known(Words.TOO_MANY);
    }

    static Trouble limited(Duration retryAfter) {
        return waiting(
                        429,
                        Words.TOO_MANY,
                        "Proxy rate limit exceeded for this scope",
                        "Wait, then go on more slowly.",
                        retryAfter)
                .known(Words.TOO_MANY);
    }

    static Trouble tooManyFailures(Duration retryAfter) {
        return waiting(
                429,
                "too_many_requests",
                "Too many requests with tokens that are unknown came from this address",
                "Get a live token: one that is known is let in at once.",
                retryAfter);
    }

    static Trouble crowded() {
        return waiting(
                        429,
                        "too_many_in_flight",
                        "Proxy at concurrency limit for this scope",
                        "Wait for running requests to end.",
                        Duration.ofSeconds(1))
                .known(Words.TOO_MANY);
    }

    static Trouble misused(Misuse misuse) {
        return switch (misuse) {
            case WRONG_DESTINATION ->
                of(
                        403,
                        "placeholder_wrong_destination",
                        "The request carries a placeholder that belongs to another destination",
                        "Send the placeholder only to the host that its service names.");
            case WRONG_PLACE ->
                of(
                        403,
                        "placeholder_wrong_place",
                        "The request carries a placeholder in a place where its service does not exchange it",
                        "Send the placeholder in the place that its service names.");
        };
    }

    static Trouble upstream(String code, String message) {
        return of(BAD_GATEWAY, code, message, "Try again; if it stays, the host itself has trouble.")
                .known(Words.UPSTREAM);
    }

    /// Sentences that clients know.
    private static final class Words {
        static final String TOO_MANY = "too_many_requests";
        static final String UPSTREAM = "upstream_error";
        static final String SET_VAULT = "set vault via HTTPS_PROXY=http://<token>:<vault>@host:port";
        static final String X_VAULT = "Agent tokens require X-Vault header to specify which vault to use";
    }
}
