package agentvault.cloud;

import agentvault.document.Members;
import agentvault.vault.Credential;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Grant;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Reads how an OAuth credential's access token is renewed.
record OauthTerms(Manner manner, InstantSource clock) {

    /// What was brought may be renewed as soon as a server refuses it.
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

    private static final OauthSettings NOT_RENEWED =
            new OauthSettings("", "", ClientAuthentication.NONE, "", "", Until.forever());

    /// @param parts gets the refresh token and the client's secret
    Credential.Type.Oauth read(Members auth, Parts parts) {
        var settings = auth.maybeObject("refresh")
                .map(refresh -> renewed(refresh, parts))
                .orElse(NOT_RENEWED);
        return connected(settings.ending(ends(auth, Until.forever())));
    }

    private static OauthSettings renewed(Members refresh, Parts parts) {
        var authentication = refresh.object("token_endpoint_auth");
        var how = authentication(authentication);
        parts.with(Part.REFRESH_TOKEN, refresh, "refresh_token");
        if (how != ClientAuthentication.NONE) parts.with(Part.CLIENT_SECRET, authentication, "client_secret");
        return Labels.fit(
                refresh,
                "client_id",
                () -> new OauthSettings(
                        ServerAddress.endpoint(refresh, "token_endpoint"),
                        refresh.text("client_id"),
                        how,
                        refresh.text("scope", ""),
                        refresh.text("resource", ""),
                        Until.forever()));
    }

    static ClientAuthentication authentication(Members body) {
        return switch (body.text("type")) {
            case "none" -> ClientAuthentication.NONE;
            case "client_secret_basic" -> ClientAuthentication.CLIENT_SECRET_BASIC;
            case "client_secret_post" -> ClientAuthentication.CLIENT_SECRET_POST;
            default -> throw body.unfit("type", " is none, client_secret_basic or client_secret_post");
        };
    }

    /// When the access token ends.
    Until ends(Members auth, Until otherwise) {
        if (!auth.has("expires_at")) return otherwise;
        var at = moment(auth);
        if (manner == Manner.ANTHROPIC && !at.isAfter(clock.instant()))
            throw auth.unfit("expires_at", " lies in the future");
        return Until.at(at);
    }

    private static Instant moment(Members auth) {
        try {
            return Instant.parse(auth.text("expires_at"));
        } catch (DateTimeException _) {
            throw auth.unfit("expires_at", " is a time as in RFC 3339");
        }
    }

    /// With tokens that somebody brought just now.
    Credential.Type.Oauth connected(OauthSettings settings) {
        var now = clock.instant();
        var standing = new Standing.Connected(now, now.minus(LONG_ENOUGH));
        return new Credential.Type.Oauth(
                settings, new OauthConnection(Grant.AUTHORIZATION_CODE, "", "", standing, Instant.EPOCH));
    }
}
