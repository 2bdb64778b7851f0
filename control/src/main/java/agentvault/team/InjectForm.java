package agentvault.team;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.HeaderName;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where in a request a credential goes: a header, a parameter of the query, the password of Basic, or the place of a
/// text in the path.
final class InjectForm {

    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";
    private static final Set<Placeholder.Surface> PATH = Set.of(Placeholder.Surface.PATH);

    /// Stands for the key until there is one, so that what was sent is judged before anything happens.
    private static final CredentialKey ANY = new CredentialKey("ANY");

    private InjectForm() {}

    /// Makes the rule of a credential under its key, for wherever it may go.
    interface Way {
        Service.Rule rule(Reach reach, CredentialKey key);
    }

    /// Without a word, it is a Bearer token.
    static Way read(Members body) {
        var sent = body.maybeObject("inject");
        if (sent.isEmpty()) return (reach, key) -> slot(reach, new Attachment.Bearer(key));
        var inject = sent.get();
        return switch (inject.text("kind")) {
            case "header" -> header(inject);
            case "query" -> query(inject);
            case "basic" -> basic(inject);
            case "path" -> path(inject);
            default -> throw inject.unfit("kind", " is header, query, basic or path");
        };
    }

    private static Service.Rule slot(Reach reach, Attachment attachment) {
        return new Service.Rule(reach, attachment, List.of());
    }

    private static Way header(Members inject) {
        var header = inject.text("header", HeaderName::new);
        var prefix = inject.maybeText("prefix", text -> new Attachment.ApiKey(ANY, header, text).prefix())
                .orElse("");
        boolean bearer = header.slot().equals("authorization") && prefix.equals(BEARER);
        return (reach, key) ->
                slot(reach, bearer ? new Attachment.Bearer(key) : new Attachment.ApiKey(key, header, prefix));
    }

    private static Way query(Members inject) {
        var parameter = inject.text("param", text -> new Attachment.Query(ANY, text).parameter());
        return (reach, key) -> slot(reach, new Attachment.Query(key, parameter));
    }

    private static Way basic(Members inject) {
        var username = inject.maybeText("username", Attachment.Half.Literal::new)
                .orElseGet(() -> new Attachment.Half.Literal(""));
        if (username.text().indexOf(':') >= 0) throw inject.unfit("username", " has no colon");
        return (reach, key) -> slot(reach, new Attachment.Basic(username, new Attachment.Half.OfCredential(key)));
    }

    private static Way path(Members inject) {
        var text = inject.text("placeholder", sent -> new Placeholder(ANY, sent, PATH).text());
        return (reach, key) ->
                new Service.Rule(reach, new Attachment.PlaceholdersOnly(), List.of(new Placeholder(key, text, PATH)));
    }

    /// Empty for a rule that this protocol has no words for.
    static Optional<Document> write(Service.Rule rule) {
        return switch (rule.attachment()) {
            case Attachment.Bearer _ -> Optional.of(header(AUTHORIZATION, BEARER));
            case Attachment.ApiKey(var _, var header, var prefix) -> Optional.of(header(header.text(), prefix));
            case Attachment.Query(var _, var parameter) ->
                Optional.of(kind("query").with("param", parameter));
            case Attachment.Basic(Attachment.Half.Literal(var username), Attachment.Half.OfCredential _) ->
                Optional.of(kind("basic").with("username", username));
            case Attachment.PlaceholdersOnly() ->
                rule.placeholders().stream()
                        .filter(placeholder -> placeholder.surfaces().equals(PATH))
                        .findFirst()
                        .map(placeholder -> kind("path").with("placeholder", placeholder.text()));
            case Attachment.Basic _, Attachment.Custom _, Attachment.Passthrough _, Attachment.Tunnel _ ->
                Optional.empty();
        };
    }

    private static Document header(String name, String prefix) {
        return kind("header").with("header", name).with("prefix", prefix);
    }

    private static Document kind(String kind) {
        return new Document().with("kind", kind);
    }
}
