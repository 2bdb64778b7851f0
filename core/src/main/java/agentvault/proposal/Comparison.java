package agentvault.proposal;

import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A vault's services and credentials now, beside what a request makes of them.
public final class Comparison {

    /// A service as far as flows go.
    record Sender(Slug name, Service.Rule rule, boolean enabled) {
        Sender(Service service) {
            this(service.name(), service.rule(), service.enabled());
        }

        List<Flow> flows(Set<CredentialKey> there) {
            return enabled ? Flow.of(rule, there) : List.of();
        }
    }

    private final Request request;
    private final Map<CredentialKey, Credential> credentials;
    private final Map<Slug, Sender> before;
    private final Map<Slug, Sender> after;
    private final Set<CredentialKey> keysAfter;

    public Comparison(Request request, Collection<Service> services, Collection<Credential> credentials) {
        this.request = request;
        this.credentials = credentials.stream()
                .filter(credential -> credential.life().active())
                .collect(Collectors.toMap(Credential::key, credential -> credential));
        this.before = services.stream()
                .filter(service -> service.life().active())
                .map(Sender::new)
                .collect(Collectors.toMap(Sender::name, sender -> sender, (one, _) -> one, LinkedHashMap::new));
        this.after = new LinkedHashMap<>(before);
        request.services().forEach(this::apply);
        this.keysAfter = new HashSet<>(this.credentials.keySet());
        for (var slot : request.slots()) {
            switch (slot) {
                case Slot.Set(var key, var _, var _, var _) -> keysAfter.add(key);
                case Slot.Delete(var key) -> keysAfter.remove(key);
            }
        }
    }

    private void apply(ServiceChange change) {
        switch (change) {
            case ServiceChange.Set(var name, var rule, var enabled, var _) ->
                after.put(name, new Sender(name, rule, enabled));
            case ServiceChange.Switch(var name, var enabled) ->
                after.computeIfPresent(name, (_, sender) -> new Sender(name, sender.rule(), enabled));
            case ServiceChange.Remove(var name) -> after.remove(name);
        }
    }

    public Effect effect() {
        var changed = request.services().stream().map(ServiceChange::name).collect(Collectors.toSet());
        var names = new LinkedHashSet<Slug>();
        request.services().forEach(change -> names.add(change.name()));
        Stream.concat(before.keySet().stream(), after.keySet().stream())
                .filter(name -> !flowsBefore(name).equals(flowsAfter(name)))
                .forEach(names::add);
        return new Effect(
                names.stream()
                        .map(name -> onService(name, changed.contains(name)))
                        .toList(),
                request.slots().stream().map(this::onCredential).toList(),
                acknowledgements());
    }

    private Effect.OnService onService(Slug name, boolean named) {
        return new Effect.OnService(name, change(name, named), flowsBefore(name), flowsAfter(name));
    }

    private Effect.Change change(Slug name, boolean named) {
        if (!named) return Effect.Change.AFFECTED;
        if (!before.containsKey(name)) return Effect.Change.ADDED;
        return after.containsKey(name) ? Effect.Change.CHANGED : Effect.Change.REMOVED;
    }

    private Effect.OnCredential onCredential(Slot slot) {
        var users = after.values().stream()
                .filter(sender -> sender.rule().keys().contains(slot.key()))
                .map(Sender::name)
                .toList();
        boolean there = credentials.containsKey(slot.key());
        return switch (slot) {
            case Slot.Set(var key, var _, var _, var _) ->
                new Effect.OnCredential(key, there ? Effect.Change.CHANGED : Effect.Change.ADDED, users);
            case Slot.Delete(var key) -> new Effect.OnCredential(key, Effect.Change.REMOVED, users);
        };
    }

    private List<Acknowledgement> acknowledgements() {
        var wanted = new ArrayList<Acknowledgement>();
        var flows = before.values().stream()
                .flatMap(sender -> sender.flows(credentials.keySet()).stream())
                .toList();
        for (var sender : after.values()) {
            sender.flows(keysAfter)
                    .forEach(flow -> wanted.addAll(
                            new FlowReview(flow, credentials.containsKey(flow.key()), flows).acknowledgements()));
        }
        request.slots()
                .forEach(slot ->
                        new TokenUrlReview(slot, credentials).acknowledgement().ifPresent(wanted::add));
        before.values().forEach(sender -> wanted.addAll(uncovered(sender)));
        var codes = new HashSet<String>();
        return wanted.stream().filter(one -> codes.add(one.code())).toList();
    }

    /// What is decided by another service than now because this one is gone or narrower.
    private List<Acknowledgement> uncovered(Sender sender) {
        return new UncoveredReview(sender, after, before, keysAfter).acknowledgements();
    }

    private List<Flow> flowsBefore(Slug name) {
        var sender = before.get(name);
        return sender == null ? List.of() : sender.flows(credentials.keySet());
    }

    private List<Flow> flowsAfter(Slug name) {
        var sender = after.get(name);
        return sender == null ? List.of() : sender.flows(keysAfter);
    }
}
