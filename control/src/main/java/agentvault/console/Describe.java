package agentvault.console;

import agentvault.access.Actor;
import agentvault.console.ApprovalPage.CredentialLine;
import agentvault.console.ApprovalPage.Help;
import agentvault.console.ApprovalPage.ServiceLine;
import agentvault.console.ApprovalPage.Supply;
import agentvault.proposal.Effect;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Attachment;
import agentvault.vault.Credential;
import agentvault.vault.Slug;
import agentvault.workspace.Proposals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Puts a proposal and its effect into the words of a page.
record Describe(Proposals.Shown shown, Instant now) {

    private static final String GONE = "an agent that is gone";

    Ask ask() {
        var proposal = shown.proposal();
        var stages = proposal.stages();
        return new Ask(
                proposal.number(),
                shown.by().map(actor -> Visible.text(actor.name().text())).orElse(GONE),
                shown.vault().slug().text(),
                about(proposal.request()),
                new Ask.Times(Moment.of(stages.created().at(), now), Moment.of(stages.expiresAt(), now)),
                Quote.of(proposal.request().userMessage()),
                Quote.of(proposal.request().message()));
    }

    /// What the button names.
    private static String about(Request request) {
        var services = request.services();
        if (services.size() == 1) return services.getFirst().name().text();
        if (!services.isEmpty()) return services.size() + " services";
        var slots = request.slots();
        return slots.size() == 1 ? slots.getFirst().key().text() : slots.size() + " credentials";
    }

    List<ServiceLine> services() {
        return shown.effect().services().stream().map(this::line).toList();
    }

    private ServiceLine line(Effect.OnService service) {
        var change = shown.proposal().request().services().stream()
                .filter(one -> one.name().equals(service.name()))
                .findFirst();
        var to = change.stream()
                .filter(ServiceChange.Set.class::isInstance)
                .flatMap(set -> ((ServiceChange.Set) set).rule().reach().named().stream())
                .map(Targets::of)
                .toList();
        return new ServiceLine(
                service.name().text(),
                word(service.change()),
                sentence(change),
                change.map(Describe::description).orElse(Quote.NONE),
                to,
                Targets.of(service.before(), service.after()),
                Targets.of(service.after(), service.before()));
    }

    private static Quote description(ServiceChange change) {
        return change instanceof ServiceChange.Set set ? Quote.of(set.description()) : Quote.NONE;
    }

    private static String word(Effect.Change change) {
        return switch (change) {
            case ADDED -> "new";
            case CHANGED -> "changed";
            case REMOVED -> "removed";
            case AFFECTED -> "affected, though not named";
        };
    }

    private static String sentence(Optional<ServiceChange> change) {
        if (change.isEmpty()) return "";
        return switch (change.get()) {
            case ServiceChange.Remove _ -> "The service is removed.";
            case ServiceChange.Switch(var _, var enabled) ->
                enabled ? "The service is switched on." : "The service is switched off.";
            case ServiceChange.Set(var _, var rule, var enabled, var _) ->
                enabled ? sentence(rule.attachment()) : "The service is stored switched off.";
        };
    }

    private static String sentence(Attachment attachment) {
        return switch (attachment) {
            case Attachment.Passthrough _ -> "Requests are let through, and nothing is added to them.";
            case Attachment.Tunnel _ -> "Connections are let through unopened: nobody looks at what is in them.";
            case Attachment.PlaceholdersOnly _,
                    Attachment.Bearer _,
                    Attachment.Basic _,
                    Attachment.ApiKey _,
                    Attachment.Custom _,
                    Attachment.Query _ -> "";
        };
    }

    List<CredentialLine> credentials() {
        return shown.proposal().request().slots().stream().map(this::line).toList();
    }

    private CredentialLine line(Slot slot) {
        var key = slot.key().text();
        return switch (slot) {
            case Slot.Delete _ ->
                new CredentialLine(key, Supply.DELETED, "Deleted from the vault." + usedBy(slot), Help.NONE);
            case Slot.Set(var _, Credential.Type.Oauth(var settings, var connection), var help, var _) ->
                new CredentialLine(
                        key,
                        Supply.CONNECTED,
                        stored(slot) + usedBy(slot),
                        help(help),
                        Link.of(connection.authorizationEndpoint()).stream().toList(),
                        Link.of(settings.tokenEndpoint()).stream().toList());
            case Slot.Set(var _, Credential.Type.Static(), var help, var supply) ->
                new CredentialLine(key, supply(supply), stored(slot) + usedBy(slot), help(help));
        };
    }

    private static Supply supply(Slot.Supply supply) {
        return supply instanceof Slot.Supply.ByAgent ? Supply.BROUGHT : Supply.TYPED;
    }

    private String stored(Slot slot) {
        boolean there = effect(slot)
                .filter(one -> one.change() == Effect.Change.CHANGED)
                .isPresent();
        if (there) return "Replaces the value that is stored now.";
        boolean brought = slot instanceof Slot.Set(var _, var _, var _, Slot.Supply.ByAgent _);
        return brought ? "Stored in the vault." : "Stored in the vault; the agent never sees it.";
    }

    private String usedBy(Slot slot) {
        var names = effect(slot).stream()
                .flatMap(one -> one.usedBy().stream())
                .map(Slug::text)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? " No service uses it." : " Used by " + names + ".";
    }

    private Optional<Effect.OnCredential> effect(Slot slot) {
        return shown.effect().credentials().stream()
                .filter(one -> one.key().equals(slot.key()))
                .findFirst();
    }

    private static Help help(Slot.Help help) {
        var link = Link.of(help.obtain());
        return new Help(
                Quote.of(help.description()),
                link.stream().toList(),
                link.isPresent() ? Quote.NONE : Quote.of(help.obtain()),
                Quote.of(help.instructions()));
    }

    /// What became of a proposal that has ended.
    ///
    /// @param by who ended it, as far as they are still there
    Notice over(Proposal.State.Ended ended, Optional<Actor> by) {
        boolean byPerson = ended.ending() == Proposal.Ending.APPLIED
                || ended.ending() == Proposal.Ending.REJECTED
                || ended.ending() == Proposal.Ending.DELETED;
        var ask = ask();
        var facts = new ArrayList<>(List.of(new Notice.Fact("Asked by", ask.agent())));
        facts.add(new Notice.Fact("Vault", ask.vault()));
        facts.add(new Notice.Fact("For", ask.about()));
        by.filter(_ -> byPerson)
                .ifPresent(actor -> facts.add(
                        new Notice.Fact("Decided by", Visible.text(actor.name().text()))));
        facts.add(new Notice.Fact("When", Moment.of(ended.at(), now).exact()));
        return Notice.over(ask, ended, facts);
    }
}
