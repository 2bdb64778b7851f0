package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.webhook.Happening;
import agentvault.webhook.Webhook;
import java.util.List;
import java.util.Set;

final class WebhookRows extends RowMap<Webhook> {

    WebhookRows() {
        super(
                "webhook",
                Webhook.class,
                Set.of(Scope.Kind.WORKSPACE),
                "url types key_version sealed_key standing",
                LIFE);
    }

    @Override
    List<Octets> sealedIn(Webhook webhook) {
        return List.of(webhook.signing().sealed());
    }

    @Override
    void write(Webhook webhook, Values to) {
        to.text("url", webhook.target().url())
                .json("types", Json.array(webhook.target().types(), type -> Json.of(type.name())))
                .number("key_version", webhook.signing().version())
                .octets("sealed_key", webhook.signing().sealed())
                .word("standing", webhook.standing())
                .life(webhook.life());
    }

    @Override
    Webhook read(Cells from) {
        var types = from.json("types", all -> Json.list(all, type -> Happening.Type.valueOf(type.stringValue())));
        return new Webhook(
                from.id("id"),
                from.id("scope_id"),
                new Webhook.Target(from.text("url"), types),
                new Webhook.SealedKey(from.integer("key_version"), from.octets("sealed_key")),
                from.word("standing", Webhook.Standing.class),
                from.life());
    }
}
