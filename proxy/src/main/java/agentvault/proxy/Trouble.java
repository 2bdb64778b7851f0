package agentvault.proxy;

import agentvault.dial.DialFailure;
import agentvault.inject.Misuse;
import agentvault.workspace.Uses;
import java.time.Duration;

/// Why a request goes no further, as its sender is told: a status, a stable code, a sentence, what to do next.
///
/// @param proposes the host to propose a service for, or nothing
/// @param retryAfter how long to wait, or nothing
record Trouble(int status, String code, String message, String hint, String proposes, Duration retryAfter) {

    static final int UNAUTHORIZED = 401;
    static final int PROXY_UNAUTHORIZED = 407;

    static Trouble of(int status, String code, String message, String hint) {
        return new Trouble(status, code, message, hint, "", Duration.ZERO);
    }

    static Trouble internal() {
        return of(500, "internal", "The proxy failed.", "Try again; if it stays, the server's log tells more.");
    }

    /// Nobody that we know, in the words of the door that was knocked at.
    static Trouble unknown(Way way, String sentence) {
        return way == Way.PATH
                ? of(UNAUTHORIZED, "unauthorized", sentence, "Get a new session or agent token, and send it as Bearer.")
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
        return new Trouble(
                503,
                "authority_stale",
                "The server cannot confirm that its knowledge of tokens still holds.",
                "Try again in a moment.",
                "",
                Duration.ofSeconds(1));
    }

    static Trouble unavailable() {
        return new Trouble(
                503,
                "unavailable",
                "The server cannot read its database.",
                "Try again in a moment.",
                "",
                Duration.ofSeconds(1));
    }

    static Trouble unrecorded() {
        return new Trouble(
                503,
                "audit_unavailable",
                "The use cannot be recorded, so nothing was sent.",
                "Try again; if it stays, the server's disk is full or broken.",
                "",
                Duration.ofSeconds(5));
    }

    static Trouble of(Uses.Reason reason, Way way, String vault) {
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
        return of(failure.status(), failure.code(), "Failed to reach " + host + reason, failure.hint());
    }

    /// No service names the host, and nothing lets it through.
    static Trouble unmatched(String host, String vault) {
        return new Trouble(
                403,
                "forbidden",
                "No broker service matching host \"%s\" in vault \"%s\"".formatted(host, vault),
                "Propose a service for this host, or ask an admin of the vault to add one.",
                host,
                Duration.ZERO);
    }

    static Trouble disabled(String service) {
        return of(
                403,
                "service_disabled",
                "The service \"%s\" is disabled".formatted(service),
                "Ask an admin of the vault to enable it.");
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

    static Trouble missingCredential(String key) {
        return of(
                502,
                "credential_not_found",
                "A required credential could not be resolved; check vault configuration",
                "Tell the user that the credential " + key + " has no value: agent-vault vault credential set " + key);
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

    static Trouble misdirected() {
        return of(
                421,
                "misdirected_request",
                "The tunnel was opened to another host",
                "Open a tunnel to the host that the request names.");
    }

    static Trouble limited(String code, Duration retryAfter) {
        return new Trouble(
                429, code, "Proxy rate limit exceeded for this scope", "Wait, then go on more slowly.", "", retryAfter);
    }

    static Trouble crowded() {
        return new Trouble(
                429,
                "too_many_in_flight",
                "Proxy at concurrency limit for this scope",
                "Wait for running requests to end.",
                "",
                Duration.ofSeconds(1));
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
        return of(502, code, message, "Try again; if it stays, the host itself has trouble.");
    }

    /// Sentences that clients know.
    private static final class Words {
        static final String SET_VAULT = "set vault via HTTPS_PROXY=http://<token>:<vault>@host:port";
        static final String X_VAULT = "Agent tokens require X-Vault header to specify which vault to use";
    }
}
