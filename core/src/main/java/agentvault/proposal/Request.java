package agentvault.proposal;

import agentvault.crypto.FreeText;
import java.util.List;

/// What a proposal asks for, in the agent's words and in exact changes.
public record Request(List<ServiceChange> services, List<Slot> slots, String message, String userMessage) {

    private static final int MAX_CHANGES = 10;

    public Request {
        services = List.copyOf(services);
        slots = List.copyOf(slots);
        if (services.isEmpty() && slots.isEmpty()) {
            throw new IllegalArgumentException("a proposal changes at least one service or credential");
        }
        if (services.size() > MAX_CHANGES || slots.size() > MAX_CHANGES) {
            throw new IllegalArgumentException("a proposal changes at most 10 services and 10 credentials");
        }
        if (services.stream().map(ServiceChange::name).distinct().count() < services.size()) {
            throw new IllegalArgumentException("a proposal names each service once");
        }
        if (slots.stream().map(Slot::key).distinct().count() < slots.size()) {
            throw new IllegalArgumentException("a proposal names each credential once");
        }
        FreeText.checked("a proposal's message", message);
        FreeText.checked("a proposal's message to the user", userMessage);
        if (message.length() > 2000 || userMessage.length() > 5000) {
            throw new IllegalArgumentException(
                    "a proposal's message has at most 2,000 characters, the message to the user 5,000");
        }
    }

    /// The same request without the values that the agent brought, as it is kept after the decision.
    Request withoutValues() {
        var emptied = slots.stream()
                .map(slot -> switch (slot) {
                    case Slot.Set(var key, var type, var help, var _) ->
                        (Slot) new Slot.Set(key, type, help, new Slot.Supply.ByPerson());
                    case Slot.Delete delete -> delete;
                })
                .toList();
        return new Request(services, emptied, message, userMessage);
    }
}
