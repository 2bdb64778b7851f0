package agentvault.work;

import agentvault.access.Session;
import agentvault.cloud.Times;
import agentvault.document.Document;
import agentvault.id.Id;
import agentvault.route.Call;
import agentvault.vault.Binding;
import agentvault.vault.Until;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Outcome;
import agentvault.workspace.Sessions;
import agentvault.workspace.Workspace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells the client of a session how to route traffic: a token, the proxy, what to trust, and what stands in the
/// environment where secrets belong.
record Access(Workspace workspace, Outlet outlet) {

    /// The token is closed when it has been written.
    Document of(Call call, Sessions.Issued issued) {
        var document = Times.maybe(new Document().with("token", issued.shown()), "url", outlet.url(call))
                .with("ca_certificate", outlet.certificate());
        Times.maybe(document, "expires_at", ends(issued.session()).map(Times::text));
        var variables = new Document();
        variables(call, issued.session()).forEach(variables::with);
        return document.with("environment_variables", variables);
    }

    private static Optional<Instant> ends(Session session) {
        return session.until() instanceof Until.Moment(var at) ? Optional.of(at) : Optional.empty();
    }

    /// Of two vaults with a variable of one name, the first counts.
    private Map<String, String> variables(Call call, Session session) {
        var all = new LinkedHashMap<String, String>();
        for (var share : session.shares()) {
            for (var pair : in(call, share.vault())) {
                if (!(pair.service().binding() instanceof Binding.Bound(var _, Binding.Target.Variable(var name))))
                    continue;
                all.putIfAbsent(
                        name, pair.service().rule().placeholders().getFirst().text());
            }
        }
        return all;
    }

    /// None of a vault that is gone.
    private List<BoundCredentials.Pair> in(Call call, Id vault) {
        return workspace.boundCredentials().list(call.caller(), vault)
                        instanceof Outcome.Done<List<BoundCredentials.Pair>>(var pairs)
                ? pairs.stream()
                        .filter(pair -> pair.credential().life().active())
                        .toList()
                : List.of();
    }
}
