package agentvault.control;

import agentvault.wire.Answer;

/// What keeps a browser from doing more with an answer than showing it to whoever asked.
final class Shelter {

    private Shelter() {}

    static Answer around(Answer answer) {
        return answer.with("Cache-Control", "no-store")
                .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY");
    }
}
