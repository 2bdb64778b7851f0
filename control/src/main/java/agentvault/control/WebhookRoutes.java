package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.trail.Entry;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import agentvault.wire.Answer;
import agentvault.workspace.WebhookDeliveries;
import agentvault.workspace.WebhookReceivers;
import agentvault.workspace.Webhooks;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.stream.Collectors;

/// Where owners want to be told of what happens.
record WebhookRoutes(Workspace workspace, WebhookReceivers receivers) {

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/webhooks", this::add),
                Route.callers("GET", "/v1/webhooks", this::list),
                Route.callers("DELETE", "/v1/webhooks/{id}", this::remove),
                Route.callers("POST", "/v1/webhooks/{id}/test", this::test));
    }

    private Webhooks webhooks() {
        return new Webhooks(workspace);
    }

    private Answer add(Call call) {
        var body = call.body().only("url", "events");
        var url = body.text("url");
        receivers.unusable(url).ifPresent(why -> refuse(body, why));
        var types = body.has("events") ? types(body) : Happening.Type.all();
        var target = body.text("url", text -> new Webhook.Target(text, types));
        var added = done(webhooks().add(call.caller(), target));
        return Answers.created(WebhookView.of(added.webhook()).with("secret", added.shown()));
    }

    private static void refuse(Members body, WebhookReceivers.Unusable why) {
        switch (why) {
            case UNFIT ->
                throw body.unfit(
                        "url",
                        " is an https URL without a name, a password or a fragment; http will do only where the server"
                                + " may reach private networks");
            case DENIED ->
                throw refused("destination_denied", "This server may not call the host of url: it is not a public one.")
                        .hinting("Use a public host, or allow its network with --network-allowlist when the server"
                                + " starts. Metadata services are never called.")
                        .declined();
            case OURSELVES ->
                throw refused("self_connection", "url leads to this server itself.")
                        .hinting("Use the address of a receiver.")
                        .declined();
        }
    }

    private static Trouble refused(String code, String sentence) {
        return Trouble.of(422, code, sentence).telling(new Document().with("field", "url"));
    }

    private static List<Happening.Type> types(Members body) {
        var types = body.texts("events").stream()
                .map(text -> Happening.Type.named(text).orElseThrow(WebhookRoutes::unknownEvent))
                .toList();
        if (types.isEmpty()) throw unknownEvent();
        return types;
    }

    private static Unfit unknownEvent() {
        return new Unfit(
                "events",
                Happening.Type.all().stream()
                        .map(Happening.Type::text)
                        .collect(Collectors.joining(", ", "events names at least one of ", ".")));
    }

    private Answer list(Call call) {
        return Answers.ok(new Document()
                .withAll(
                        "webhooks",
                        done(webhooks().list(call.caller())).stream()
                                .map(WebhookView::of)
                                .toList()));
    }

    private Answer remove(Call call) {
        done(webhooks().remove(call.caller(), id(call)));
        return Answers.ok(new Document().with("status", "removed"));
    }

    /// Waits for what the receiver answers.
    private Answer test(Call call) {
        var deliveries = new WebhookDeliveries(workspace, receivers);
        return Answers.ok(WebhookView.of(done(deliveries.test(call.caller(), id(call)))));
    }

    /// What is no id is that of no webhook.
    private static Id id(Call call) {
        return IdForm.parse(IdKind.VAULT, call.path("id")).orElse(Entry.NONE);
    }
}
