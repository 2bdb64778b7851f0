package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static java.nio.charset.StandardCharsets.UTF_8;

import agentvault.crypto.Secret;
import agentvault.page.PageRequest;
import agentvault.proposal.Proposal;
import agentvault.vault.Credential;
import agentvault.vault.Vault;
import agentvault.workspace.Outcome;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// Everything that a person would see in a workspace, as text: names, values, rules, decisions.
final class State {

    private State() {}

    static List<String> of(Workspace workspace) {
        var lines = new TreeSet<String>();
        if (workspace.actors().firstOwner().isEmpty()) return List.of("no owner");
        var owner = KilledOperation.owner(workspace);
        var filter = new PageRequest.Filter(
                PageRequest.Archived.INCLUDED,
                "",
                PageRequest.Filter.ACTIVE.madeFrom(),
                PageRequest.Filter.ACTIVE.madeTo());
        var request = new PageRequest(PageRequest.MAX_LIMIT, new PageRequest.From.Newest(), filter);
        for (Vault vault : done(workspace.vaults().list(owner, request)).items()) {
            String place = vault.slug() + " " + vault.life().state().getClass().getSimpleName();
            lines.add(place);
            for (Credential credential : done(workspace.credentials().list(owner, vault.id()))) {
                lines.add(place + " " + credential.key() + " v"
                        + credential.material().version() + " " + value(workspace, vault, credential));
            }
            done(workspace.services().list(owner, vault.id()))
                    .forEach(service -> lines.add(place + " " + service.name() + " " + service.rule()));
            if (workspace.proposals().find(owner, vault.id(), 1) instanceof Outcome.Done<?>(var proposal)) {
                lines.add(place + " proposal "
                        + ((Proposal) proposal).stages().state().getClass().getSimpleName());
            }
        }
        return List.copyOf(lines);
    }

    private static String value(Workspace workspace, Vault vault, Credential credential) {
        if (!credential.life().active()) return "archived";
        var owner = KilledOperation.owner(workspace);
        return switch (workspace.credentials().reveal(owner, vault.id(), credential.key())) {
            case Outcome.Done<Secret>(var secret) -> {
                try (secret) {
                    yield secret.reveal(bytes -> new String(bytes, UTF_8));
                }
            }
            case Outcome.Refused<Secret>(var problem) -> problem.code().name().toLowerCase(Locale.ROOT);
        };
    }
}
