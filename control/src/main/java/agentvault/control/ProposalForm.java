package agentvault.control;

import agentvault.crypto.Secret;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what an agent proposes, in the form of either era. Every refusal names the place in what was sent.
///
/// @param existing the vault's services, for what is named by its host or keeps its substitutions
record ProposalForm(ServiceForm form, List<Service> existing) {

    /// A request, and the values that the agent brings along. Closing it closes the values.
    record Read(Request request, Map<CredentialKey, Secret> brought) implements AutoCloseable {
        @Override
        public void close() {
            brought.values().forEach(Secret::close);
        }
    }

    Read read(Members body) {
        body.only("services", "credentials", "message", "user_message");
        var changes = new ArrayList<ServiceChange>();
        var taken = new HashSet<Slug>();
        for (var service : body.objects("services")) {
            var change = change(service, taken);
            if (!taken.add(change.name())) throw service.unfit("name", ": " + change.name() + " is there twice");
            changes.add(change);
        }
        var slots = new ArrayList<Slot>();
        var keys = new HashSet<CredentialKey>();
        for (var credential : body.objects("credentials")) {
            var slot = SlotForm.read(credential, form.hosts());
            if (!keys.add(slot.key())) throw credential.unfit("key", ": " + slot.key() + " is there twice");
            slots.add(slot);
        }
        var request = request(body, changes, slots);
        return new Read(request, brought(body));
    }

    private static Request request(Members body, List<ServiceChange> changes, List<Slot> slots) {
        try {
            return new Request(changes, slots, body.text("message", ""), body.text("user_message", ""));
        } catch (IllegalArgumentException refused) {
            throw new Unfit("", refused.getMessage() + ".");
        }
    }

    /// Read last, when nothing is refused any more that would leave them open.
    private static Map<CredentialKey, Secret> brought(Members body) {
        var brought = new HashMap<CredentialKey, Secret>();
        for (var credential : body.objects("credentials")) {
            if (credential.has("value")) {
                brought.put(credential.text("key", CredentialKey::new), credential.secret("value"));
            }
        }
        return brought;
    }

    private ServiceChange change(Members service, Set<Slug> taken) {
        service.only(
                "action", "name", "host", "path", "port", "methods", "enabled", "auth", "substitutions", "description");
        return switch (service.text("action", "set")) {
            case "set" -> service.has("auth") ? set(service, taken) : switched(service);
            case "delete" -> new ServiceChange.Remove(referred(service).name());
            default -> throw service.unfit("action", " is set or delete");
        };
    }

    private ServiceChange set(Members service, Set<Slug> taken) {
        var read = form.rule(service);
        var name = service.maybeText("name", Slug::new)
                .orElseGet(() -> ServiceView.name(read.destination(), existing, taken));
        boolean keeps = !service.names("substitutions") && !(read.rule().attachment() instanceof Attachment.Tunnel);
        var kept = existing.stream()
                .filter(known -> keeps && known.name().equals(name))
                .flatMap(known -> known.rule().placeholders().stream())
                .toList();
        var rule = read.rule();
        try {
            return new ServiceChange.Set(
                    name,
                    kept.isEmpty() ? rule : new Service.Rule(rule.reach(), rule.attachment(), kept),
                    read.enabled(),
                    service.text("description", ""));
        } catch (IllegalArgumentException refused) {
            throw service.unfit("description", ": " + refused.getMessage());
        }
    }

    private ServiceChange switched(Members service) {
        if (service.has("substitutions")) throw service.unfit("auth", " is missing; substitutions come with it");
        if (!service.has("enabled")) {
            throw service.unfit("auth", " is missing; send it, or \"enabled\" alone to switch a service on or off");
        }
        return new ServiceChange.Switch(referred(service).name(), service.flag("enabled"));
    }

    private Service referred(Members service) {
        var name = service.maybeText("name");
        return ServiceView.referred(existing, name.isPresent() ? name.get() : service.text("host"));
    }
}
