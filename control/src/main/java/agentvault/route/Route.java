package agentvault.route;

import agentvault.wire.Answer;

/// A method and a path, who may come at all, and what answers.
public record Route(String method, Template template, Access access, Work work) {

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
        CALLERS
    }

    public static Route always(String method, String template, Work work) {
        return new Route(method, Template.of(template), Access.ALWAYS, work);
    }

    public static Route anybody(String method, String template, Work work) {
        return new Route(method, Template.of(template), Access.ANYBODY, work);
    }

    public static Route callers(String method, String template, Work work) {
        return new Route(method, Template.of(template), Access.CALLERS, work);
    }

    @Override
    public String toString() {
        return method + " " + template.text();
    }
}
