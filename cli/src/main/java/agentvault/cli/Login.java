package agentvault.cli;

import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.util.Optional;

/// A user's session on one server, as this machine keeps it.
///
/// @param email empty if it is not known
/// @param insecurePlainHttp did the user agree that this server is called without TLS over a network
record Login(HiddenText session, Address address, String email, boolean insecurePlainHttp) {

    /// The field of a session file that nothing prints.
    private static final String SESSION = "token";

    static Optional<Login> read(String file) {
        return Json.read(file)
                .filter(json -> json.has(SESSION) && json.has("address"))
                .map(Login::of);
    }

    String written() {
        return Json.object()
                        .with(SESSION, session)
                        .with("address", address.toString())
                        .with("email", email)
                        .with("insecure_plain_http", insecurePlainHttp)
                        .compact()
                + "\n";
    }

    private static Login of(Json json) {
        return new Login(
                HiddenText.of(json.text(SESSION)),
                Address.of(json.text("address")),
                json.text("email"),
                json.truth("insecure_plain_http"));
    }
}
