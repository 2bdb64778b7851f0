package agentvault.control;

import agentvault.wire.Answer;

/// What keeps a browser from doing more with an answer than showing it to whoever asked.
final class Shelter {

    private Shelter() {}

    static Answer around(Answer answer) {
        var kept = unless(answer, "Cache-Control", "no-store");
        return unless(kept, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY");
    }

    /// Pages have a policy of their own, and what never changes may be kept.
    private static Answer unless(Answer answer, String name, String value) {
        return answer.headers().has(name) ? answer : answer.with(name, value);
    }
}
