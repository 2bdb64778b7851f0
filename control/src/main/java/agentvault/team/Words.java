package agentvault.team;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Problems;
import agentvault.route.Trouble;
import agentvault.trail.Entry;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import agentvault.vault.Slug;
import agentvault.wire.Answer;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// What the calls of this protocol have in common: how ids, names and labels are read, lives written, refusals told.
final class Words {

    private static final int DASHED = 36;

    private Words() {}

    /// The result of an operation. What is archived is not found, and the cap of credentials has a status of its own.
    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw told(problem).declined();
        };
    }

    private static Trouble told(Problem problem) {
        return switch (problem.code()) {
            case ARCHIVED -> Trouble.coded(404, "not_found", problem.sentence());
            case TOO_MANY ->
                Trouble.coded(422, "credential_cap_exceeded", problem.sentence())
                        .hinting("Archive one that nobody needs, or use another vault.");
            case INVALID -> Trouble.coded(400, "validation_error", problem.sentence());
            default -> Problems.of(problem);
        };
    }

    /// In any rendering; what is none is as the id of nothing.
    static Optional<Id> id(IdKind kind, String text) {
        return IdForm.parse(kind, text.length() == DASHED ? text.toLowerCase(Locale.ROOT) : text);
    }

    /// The vault in the path, if the caller knows of it: looking for what is not there takes what looking at a
    /// stranger's
    /// vault takes.
    static Id vault(Call call) {
        return id(IdKind.VAULT, call.path("vault")).orElse(Entry.NONE);
    }

    /// A refusal to look at a vault is the same as that there is none.
    static <T> T seen(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Refused<T>(var problem) && problem.code() == Problem.Code.FORBIDDEN)
            throw unknownVault();
        return done(outcome);
    }

    static Declined unknownVault() {
        return Trouble.coded(404, "not_found", "Vault not found.").declined();
    }

    static Slug agent(Call call) {
        var text = call.path("slug");
        if (Slug.valid(text)) return new Slug(text);
        throw unknownAgent("Agent \"" + Members.cut(text) + "\" not found.");
    }

    /// The result of an operation on an agent's definition.
    static <T> T ofAgent(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Refused<T>(var problem) && problem.code() == Problem.Code.NOT_FOUND)
            throw unknownAgent(problem.sentence());
        return done(outcome);
    }

    private static Declined unknownAgent(String sentence) {
        return Trouble.coded(404, "not_found", sentence)
                .hinting("Define it first: agent-vault definition create SLUG, or PUT /api/v1/agents/SLUG")
                .declined();
    }

    /// A name without the blanks around it; empty if there is none.
    static String name(Members body, String member, int most) {
        var name = body.text(member, "").strip();
        if (name.codePointCount(0, name.length()) > most)
            throw body.unfit(member, " has at most " + most + " characters");
        return name;
    }

    /// Labels as they were sent; none where nothing was.
    static Metadata metadata(Members body) {
        var sent = body.maybeObject("metadata");
        if (sent.isEmpty()) return Metadata.EMPTY;
        var pairs = new TreeMap<String, String>();
        for (var name : sent.get().names()) pairs.put(name, sent.get().text(name));
        try {
            return new Metadata(pairs);
        } catch (IllegalArgumentException refused) {
            throw new Unfit("metadata", "metadata: " + refused.getMessage() + ".");
        }
    }

    static Document metadata(Metadata metadata) {
        var document = new Document();
        metadata.pairs().forEach(document::with);
        return document;
    }

    static Document maybe(Document document, String name, String text) {
        return text.isEmpty() ? document.withNothing(name) : document.with(name, text);
    }

    static Document lived(Document document, Life life) {
        document.with("createdAt", life.created().at()).with("updatedAt", life.updatedAt());
        return switch (life.state()) {
            case Life.State.Active() -> document.withNothing("archivedAt");
            case Life.State.Archived(var at) -> document.with("archivedAt", at);
        };
    }

    static String status(Life life) {
        return life.active() ? "active" : "archived";
    }

    static Answer success() {
        return Answers.ok(new Document().with("success", true));
    }
}
