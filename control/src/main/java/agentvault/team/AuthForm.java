package agentvault.team;

import agentvault.crypto.Secret;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads the secrets of a credential and what is known of them. Closing it wipes them.
///
/// @param values the secrets that were sent
record AuthForm(Credential.Type type, Map<Part, Secret> values) implements AutoCloseable {

    private static final int MOST_URL = 500;

    static AuthForm read(Members body, Instant now) {
        var auth = body.object("auth");
        var values = new EnumMap<Part, Secret>(Part.class);
        try {
            return switch (auth.text("type")) {
                case "bearer" -> {
                    keep(values, Part.VALUE, auth, "token");
                    if (values.isEmpty()) throw auth.unfit("token", " is missing or empty");
                    yield new AuthForm(new Credential.Type.Static(), values);
                }
                case "oauth" -> new AuthForm(oauth(auth, values, now), values);
                default -> throw auth.unfit("type", " is bearer or oauth");
            };
        } catch (RuntimeException refused) {
            values.values().forEach(Secret::close);
            throw refused;
        }
    }

    /// Without the blanks that people paste along.
    private static void keep(Map<Part, Secret> values, Part part, Members auth, String name) {
        if (!auth.has(name)) return;
        try (var sent = auth.secret(name)) {
            var value = sent.stripped();
            if (value.length() > 0) values.put(part, value);
            else value.close();
        }
    }

    private static Credential.Type oauth(Members auth, Map<Part, Secret> values, Instant now) {
        keep(values, Part.VALUE, auth, "accessToken");
        keep(values, Part.REFRESH_TOKEN, auth, "refreshToken");
        keep(values, Part.CLIENT_SECRET, auth, "clientSecret");
        if (values.isEmpty()) throw auth.unfit("accessToken", ", refreshToken or clientSecret is needed");
        var kind = auth.text("tokenType", "Bearer");
        if (!kind.equalsIgnoreCase("Bearer"))
            throw auth.unfit("tokenType", " is Bearer; for other words before a token there is inject");
        var endpoint = endpoint(auth);
        var client = auth.text("clientId", "").strip();
        var authentication = authentication(auth);
        boolean renews = values.containsKey(Part.REFRESH_TOKEN) || !endpoint.isEmpty() || auth.has("tokenEndpointAuth");
        if (renews) checkRenewal(auth, values, authentication, endpoint, client);
        try {
            var settings = new OauthSettings(
                    endpoint,
                    client,
                    authentication,
                    auth.text("scope", ""),
                    auth.text("resource", ""),
                    expires(auth, values, now));
            return new Credential.Type.Oauth(settings, OauthConnection.NONE.as(standing(values, now)));
        } catch (IllegalArgumentException refused) {
            throw new Unfit("auth", "auth: " + refused.getMessage() + ".");
        }
    }

    private static void checkRenewal(
            Members auth,
            Map<Part, Secret> values,
            ClientAuthentication authentication,
            String endpoint,
            String client) {
        if (!values.containsKey(Part.REFRESH_TOKEN)) throw auth.unfit("refreshToken", " is needed to renew the token");
        if (endpoint.isEmpty()) throw auth.unfit("tokenEndpoint", " is needed to renew the token");
        if (client.isEmpty()) throw auth.unfit("clientId", " is needed to renew the token");
        if (authentication != ClientAuthentication.NONE && !values.containsKey(Part.CLIENT_SECRET))
            throw auth.unfit("clientSecret", " is needed for this tokenEndpointAuth");
    }

    private static ClientAuthentication authentication(Members auth) {
        return switch (auth.text("tokenEndpointAuth", "none")) {
            case "none" -> ClientAuthentication.NONE;
            case "client_secret_basic" -> ClientAuthentication.CLIENT_SECRET_BASIC;
            case "client_secret_post" -> ClientAuthentication.CLIENT_SECRET_POST;
            default -> throw auth.unfit("tokenEndpointAuth", " is none, client_secret_basic or client_secret_post");
        };
    }

    private static String endpoint(Members auth) {
        var text = auth.text("tokenEndpoint", "");
        if (text.isEmpty() || sound(text)) return text;
        throw auth.unfit("tokenEndpoint", " is an https:// URL of at most " + MOST_URL + " characters");
    }

    private static boolean sound(String text) {
        try {
            var url = new URI(text);
            return "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && text.length() <= MOST_URL;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Tokens that were only to be renewed have ended, so that the first request renews them.
    private static Until expires(Members auth, Map<Part, Secret> values, Instant now) {
        if (!values.containsKey(Part.VALUE)) return renewable(values) ? Until.at(now) : Until.forever();
        return expiresAt(auth).map(Until::at).orElse(Until.forever());
    }

    private static Optional<Instant> expiresAt(Members auth) {
        return auth.maybeText("expiresAt").map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException _) {
                throw auth.unfit("expiresAt", " is a time as in 2026-11-22T08:00:00Z");
            }
        });
    }

    private static Standing standing(Map<Part, Secret> values, Instant now) {
        return values.containsKey(Part.VALUE) || renewable(values)
                ? new Standing.Connected(now, now)
                : new Standing.Unconnected();
    }

    private static boolean renewable(Map<Part, Secret> values) {
        return values.containsKey(Part.REFRESH_TOKEN);
    }

    @Override
    public void close() {
        values.values().forEach(Secret::close);
    }
}
