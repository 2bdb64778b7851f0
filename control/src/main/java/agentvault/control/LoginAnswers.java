package agentvault.control;

import agentvault.document.Document;
import agentvault.gate.Cookies;
import agentvault.route.Call;
import agentvault.vault.Until;
import agentvault.wire.Answer;
import agentvault.workspace.Logins.LoggedIn;

/// Answers those who are in from now on: with a token for programs and a cookie for browsers.
final class LoginAnswers {

    private LoginAnswers() {}

    /// Names who is in and says so.
    static Answer opened(Call call, int status, LoggedIn login, String message) {
        var document = new Document()
                .with("email", login.user().name().text())
                .with("authenticated", true)
                .with("message", message);
        return answer(call, status, document, login);
    }

    /// Adds the token to what is answered, and has a browser keep it.
    static Answer answer(Call call, int status, Document document, LoggedIn login) {
        try (login) {
            document.with("token", login.shown().copy());
            if (login.login().until() instanceof Until.Moment(var at)) document.with("expires_at", at);
            return Cookies.kept(Answer.of(status, "application/json", document.bytes()), login.shown(), call.visit());
        }
    }
}
