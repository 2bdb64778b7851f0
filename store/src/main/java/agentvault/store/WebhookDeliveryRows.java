package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.webhook.Delivery;
import agentvault.webhook.Happening;
import java.util.Set;

final class WebhookDeliveryRows extends RowMap<Delivery> {

    WebhookDeliveryRows() {
        super(
                "webhook_delivery",
                Delivery.class,
                Set.of(Scope.Kind.SHORT_LIVED),
                "webhook type place facts state attempts at code",
                "created_at created_sequence");
    }

    @Override
    void write(Delivery delivery, Values to) {
        to.id("webhook", delivery.webhook())
                .word("type", delivery.happening().type())
                .id("place", delivery.happening().place())
                .json("facts", MetadataJson.write(delivery.happening().facts()))
                .word("state", delivery.progress().state())
                .number("attempts", delivery.progress().attempts())
                .moment("at", delivery.progress().at())
                .text("code", delivery.progress().code())
                .created(delivery.created());
    }

    @Override
    Delivery read(Cells from) {
        return new Delivery(
                from.id("id"),
                from.id("webhook"),
                new Happening(
                        from.word("type", Happening.Type.class),
                        from.id("place"),
                        from.json("facts", MetadataJson::read)),
                new Delivery.Progress(
                        from.word("state", Delivery.State.class),
                        from.integer("attempts"),
                        from.moment("at"),
                        from.text("code")),
                from.created());
    }
}
