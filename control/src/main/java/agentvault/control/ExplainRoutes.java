package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.PathResult;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.match.Decision;
import agentvault.match.Explanation;
import agentvault.match.Matcher;
import agentvault.match.RuleIndex;
import agentvault.match.Target;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.vault.CredentialKey;
import agentvault.vault.Service;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Locale;

/// Says which service a request would fall under, and why, without making it.
record ExplainRoutes(Workspace workspace, VaultNames names) {

    List<Route> routes() {
        return List.of(Route.callers("POST", "/v1/vaults/{vault}/services/test", this::explain));
    }

    private Answer explain(Call call) {
        var vault = names.inPath(call);
        var body = call.body();
        var target = target(body);
        var services = done(workspace.services().list(call.caller(), vault.id()));
        var matcher = new Matcher(List.of(RuleIndex.compile(vault.id(), services)), List.of());
        return Answers.ok(told(vault, target, matcher.explain(target)));
    }

    private static Target target(Members body) {
        var url = body.text("url");
        var method = body.text("method", "GET");
        if (!Destination.isMethod(method)) throw body.unfit("method", " is a word like GET");
        boolean secure = !url.toLowerCase(Locale.ROOT).startsWith("http://");
        int scheme = url.indexOf("://");
        if (scheme < 0 || (secure && !url.toLowerCase(Locale.ROOT).startsWith("https://"))) {
            throw body.unfit("url", " begins with https:// or http://");
        }
        var rest = url.substring(scheme + "://".length());
        int end = endOfAuthority(rest);
        var authority =
                Authority.parse(rest.substring(0, end), secure ? Destination.HTTPS_PORT : Destination.HTTP_PORT);
        return switch (authority) {
            case AuthorityResult.Valid(var valid) ->
                new Target(
                        valid.host(),
                        valid.port(),
                        secure,
                        method,
                        path(rest.substring(end)),
                        query(rest.substring(end)),
                        false);
            case AuthorityResult.Invalid(var reason) -> throw body.unfit("url", ": its host " + reason.sentence());
        };
    }

    private static int endOfAuthority(String rest) {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) end++;
        return end;
    }

    private static String query(String pathAndQuery) {
        int from = pathAndQuery.indexOf('?');
        int fragment = pathAndQuery.indexOf('#');
        int end = fragment < 0 ? pathAndQuery.length() : fragment;
        return from < 0 || from > end ? "" : pathAndQuery.substring(from + 1, end);
    }

    private static PathResult path(String pathAndQuery) {
        int end = 0;
        while (end < pathAndQuery.length() && "?#".indexOf(pathAndQuery.charAt(end)) < 0) end++;
        return CanonicalPath.parse(end == 0 ? "/" : pathAndQuery.substring(0, end));
    }

    private static Document told(Vault vault, Target target, Explanation explanation) {
        var document = new Document()
                .with("vault", vault.slug().text())
                .with("method", target.method())
                .with("host", target.host().text())
                .with("port", target.port())
                .with("secure", target.secure());
        decided(document, vault, explanation.decision());
        return document.withAll(
                "candidates",
                explanation.candidates().stream().map(ExplainRoutes::candidate).toList());
    }

    private static void decided(Document document, Vault vault, Decision decision) {
        switch (decision) {
            case Decision.Inject(var service, var _) -> {
                var keys = keys(service);
                var added = String.join(", ", keys);
                by(document, "inject", service, "The service " + service.name() + " adds " + added + ".")
                        .withTexts("credentials", keys);
            }
            case Decision.Passthrough(var service, var _) ->
                by(document, "passthrough", service, "The service " + service.name() + " lets it through as it is.");
            case Decision.Tunnel(var service) ->
                by(document, "tunnel", service, "The service " + service.name() + " lets CONNECT through unopened.");
            case Decision.Disabled(var service) ->
                by(
                        document,
                        "disabled",
                        service,
                        "The service " + service.name() + " is disabled, and no other is asked.");
            case Decision.AmbiguousPath(var service, var reason) ->
                by(
                        document,
                        "ambiguous-path",
                        service,
                        "The path " + reason.sentence() + "; " + service.name() + " looks at paths.");
            case Decision.MethodOverride(var service) ->
                by(document, "method-override", service, "The service " + service.name() + " looks at methods.");
            case Decision.OnlyPlaceholders _ ->
                document.with("decision", "placeholders")
                        .with("reason", "Placeholders are exchanged, no slot is filled.");
            case Decision.Unmatched _ -> {
                var policy =
                        vault.unmatchedHosts().explicit().map(Members::word).orElse("");
                document.with("decision", "unmatched")
                        .with("unmatched_host_policy", policy)
                        .with("reason", "No service of " + vault.slug() + " names this target.");
            }
        }
    }

    private static Document by(Document document, String decision, Service service, String reason) {
        return document.with("decision", decision)
                .with("service", service.name().text())
                .with("reason", reason);
    }

    private static List<String> keys(Service service) {
        return service.rule().attachment().keys().stream()
                .map(CredentialKey::text)
                .distinct()
                .toList();
    }

    private static Document candidate(Explanation.Candidate candidate) {
        var document = new Document()
                .with("service", candidate.service().name().text())
                .with("destination", candidate.destination());
        switch (candidate.wanted()) {
            case Explanation.Wanted.Slot() -> document.with("for", "slot");
            case Explanation.Wanted.Exchange(var placeholder) ->
                document.with("for", "placeholder").with("placeholder", placeholder.text());
        }
        return document.with("outcome", candidate.outcome())
                .with("reason", candidate.outcome().sentence());
    }
}
