package agentvault.control;

import agentvault.document.Document;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.workspace.Webhooks;

/// Webhooks and their deliveries as they are told to owners, without the key.
final class WebhookView {

    private static final String STATUS = "http_";

    private WebhookView() {}

    static Document of(Webhooks.Listed listed) {
        var document = of(listed.webhook()).with("pending", listed.pending()).with("given_up", listed.givenUp());
        listed.last().ifPresent(delivery -> document.with("last_delivery", of(delivery)));
        return document;
    }

    static Document of(Webhook webhook) {
        return new Document()
                .with("id", webhook.id().toString())
                .with("url", webhook.target().url())
                .withTexts(
                        "events",
                        webhook.target().types().stream()
                                .map(Happening.Type::text)
                                .toList())
                .with("status", webhook.standing())
                .with("created_at", webhook.life().created().at());
    }

    static Document of(Delivery delivery) {
        var code = delivery.progress().code();
        return new Document()
                .with("id", delivery.id().toString())
                .with("event", delivery.happening().type().text())
                .with("status", delivery.progress().state())
                .with("attempts", delivery.progress().attempts())
                .with("code", code)
                .with("message", message(code))
                .with("at", delivery.progress().at());
    }

    /// What came of the last attempt, and what to do about it.
    private static String message(String code) {
        if (code.startsWith(STATUS)) {
            var status = code.substring(STATUS.length());
            return "It answered " + status + next(Integer.parseInt(status));
        }
        return switch (code) {
            case "" -> "Nothing came of it yet.";
            case "timeout" -> "It did not answer in 8 seconds. It should answer first and work afterwards.";
            case "no_answer" -> "It ended the connection without an answer. Look at its log.";
            case "unreadable_answer" -> "What it answered is not HTTP. Check the port.";
            case "unusable_url" -> "This server does not send over http any more. Add the webhook again with https.";
            case "webhook_gone" -> "The receiver said that it is gone. Remove this webhook and add another.";
            case "unreadable_key" -> "The webhook's key cannot be opened. Remove this webhook and add it again.";
            case "too_late" -> "No server was running in time to send it.";
            case "too_many_pending" -> "Too many others were waiting for this webhook already. See whether it answers.";
            default -> notReached(code);
        };
    }

    private static String next(int status) {
        if (status < 300) return ".";
        if (status < 400) return ", a redirect, and none is followed. Add the URL that it leads to.";
        if (status >= 500) return ". Look at the receiver's log: it failed.";
        return switch (status) {
            case 401, 403 -> ". It turned the server away: check that the URL is whole.";
            case 404 -> ". Nothing is there: check the path of the URL.";
            case 410 -> ", gone for good: nothing more is sent. Remove this webhook and add another.";
            default -> ". Look at the receiver's log: it did not take the event.";
        };
    }

    private static String notReached(String code) {
        return switch (code) {
            case "destination_denied" ->
                "This server may not call that address: it is private, reserved, or a metadata service. Use a public"
                        + " one, or allow its network with --network-allowlist when the server starts.";
            case "self_connection" -> "That is this server itself. Use the address of a receiver.";
            case "unresolved" -> "The host has no address. Check its spelling.";
            case "dns_timeout" -> "The host's name was not resolved in time. Test again.";
            case "unreachable" -> "The host refuses connections or has no route. Check that it runs, and its port.";
            case "connect_timeout" -> "The host did not take the connection in time. Check its firewall.";
            case "expired" -> "The receiver's certificate has expired. Renew it.";
            case "not_yet_valid" -> "The receiver's certificate begins later. Check this server's clock.";
            case "wrong_name" -> "The receiver's certificate is for another name. Check the host.";
            case "self_signed", "unknown_issuer" ->
                "This server does not trust the receiver's certificate. If it is meant, start the server with"
                        + " --upstream-ca-file.";
            case "unacceptable" -> "The receiver's certificate is not acceptable. Have it issued anew.";
            case "tls_failed" -> "TLS failed. Check that the port speaks TLS 1.2 or 1.3.";
            case "proxy_refused" -> "The upstream proxy did not open the way. Look at its log.";
            case "overloaded" -> "This server is opening too many connections. Test again in a moment.";
            default -> "It failed within this server. Look at the server's log.";
        };
    }
}
