package agentvault.route;

import agentvault.id.Face;
import agentvault.wire.Answer;

/// A method and a path, who may come at all, what answers, and in which protocol.
///
/// @param face whose shapes it speaks, in answers and in errors
/// @param forAgents whether it is answered on the sockets of sessions, too: nothing that takes a person is
/// @param forBrowsers whether tokens that were exchanged for API keys are good for it: nothing that chooses a vault is
public record Route(
        String method, Template template, Access access, Work work, Face face, boolean forAgents, boolean forBrowsers) {

    /// Answers one request, in blocking code.
    @FunctionalInterface
    public interface Work {
        Answer answer(Call call);
    }

    /// Who is let through to the work; what they may do there is decided there.
    public enum Access {
        /// Anybody, also before there is an owner.
        ALWAYS,
        /// Anybody.
        ANYBODY,
        /// Whoever shows a token that holds.
        CALLERS,
        /// Anybody with a browser: it is answered in HTML, takes forms, and knows people by their cookie alone.
        PAGE
    }

    public static Route always(String method, String template, Work work) {
        return new Route(method, Template.of(template), Access.ALWAYS, work, Face.AGENT_VAULT, false, false);
    }

    public static Route anybody(String method, String template, Work work) {
        return new Route(method, Template.of(template), Access.ANYBODY, work, Face.AGENT_VAULT, false, false);
    }

    public static Route callers(String method, String template, Work work) {
        return new Route(method, Template.of(template), Access.CALLERS, work, Face.AGENT_VAULT, false, false);
    }

    public static Route page(String method, String template, Work work) {
        return new Route(method, Template.of(template), Access.PAGE, work, Face.AGENT_VAULT, false, false);
    }

    /// The same, also on the sockets of sessions.
    public Route orAgents() {
        return new Route(method, template, access, work, face, true, forBrowsers);
    }

    /// The same, also for whoever shows a token that was exchanged for an API key; what it is for is [Call#mandate()].
    public Route orBrowsers() {
        return new Route(method, template, access, work, face, forAgents, true);
    }

    /// The same in another protocol, in which it takes keys and people's tokens, shown in a header and in no cookie.
    public Route on(Face other) {
        return new Route(method, template, access, work, other, forAgents, forBrowsers);
    }

    @Override
    public String toString() {
        return method + " " + template.text();
    }
}
