package agentvault.jwt;

import agentvault.access.ExchangedToken;
import agentvault.access.Mandate;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Metadata;
import agentvault.workspace.Exchanges;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Tokens that were exchanged for API keys, as they are shown: a prefix and a JSON Web Token in its compact form,
/// signed
/// by this installation with HMAC-SHA-256.
public final class SignedTokens {

    public static final String PREFIX = "an_t_";

    /// More characters than this are not looked at.
    public static final int MOST = 4096;

    private static final String AUDIENCE = "agent-vault";
    private static final JWSHeader HEADER = header("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");
    private static final String START = PREFIX + HEADER.toBase64URL() + ".";

    private final Exchanges exchanges;

    public SignedTokens(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    /// To the byte, whatever order the library likes.
    private static JWSHeader header(String json) {
        try {
            return JWSHeader.parse(Base64URL.encode(json));
        } catch (ParseException e) {
            throw new IllegalStateException("our own header was not read", e);
        }
    }

    /// Whether it may be one, by how it begins.
    public static boolean looksLikeOne(String text) {
        return text.startsWith(PREFIX);
    }

    /// A token as it is shown. Whoever gets it closes it.
    public Secret write(ExchangedToken says) {
        var signed = new JWSObject(HEADER, new Payload(claims(says)));
        try {
            signed.sign(new Signing(exchanges));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token was not signed", e);
        }
        return Secret.take((PREFIX + signed.serialize()).toCharArray());
    }

    /// What a token says that this installation signed. Whether it still holds is asked with it.
    public Optional<ExchangedToken> read(String text) {
        if (text.length() > MOST || !text.startsWith(START)) return Optional.empty();
        try {
            var compact = text.substring(PREFIX.length());
            var signed = JWSObject.parse(compact);
            // The library looks past spaces around it.
            boolean whole = signed.serialize().equals(compact);
            if (!whole || !signed.verify(new Signing(exchanges))) return Optional.empty();
            var claims = Optional.ofNullable(signed.getPayload().toJSONObject());
            return claims.isPresent() ? said(claims.get()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Map<String, Object> claims(ExchangedToken says) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer());
        claims.put("aud", AUDIENCE);
        claims.put("jti", says.id().toString());
        claims.put("sub", says.key().toString());
        claims.put("shown", says.shown().toString());
        claims.put("iat", says.madeAt().getEpochSecond());
        claims.put("exp", says.endsAt().getEpochSecond());
        claims.put("agents", says.mandate().agents());
        says.mandate().user().ifPresent(user -> claims.put("user_id", user));
        says.mandate().endUser().ifPresent(user -> claims.put("end_user_id", user));
        claims.put("metadata", says.mandate().metadata().pairs());
        return claims;
    }

    private Optional<ExchangedToken> said(Map<String, Object> claims) throws ParseException {
        boolean forUs = issuer().equals(JSONObjectUtils.getString(claims, "iss"))
                && AUDIENCE.equals(JSONObjectUtils.getString(claims, "aud"));
        if (!forUs) return Optional.empty();
        var mandate = new Mandate(
                List.copyOf(JSONObjectUtils.getStringList(claims, "agents")),
                Optional.ofNullable(JSONObjectUtils.getString(claims, "user_id")),
                Optional.ofNullable(JSONObjectUtils.getString(claims, "end_user_id")),
                metadata(JSONObjectUtils.getJSONObject(claims, "metadata")));
        return Optional.of(new ExchangedToken(
                id(claims, "jti"),
                id(claims, "sub"),
                id(claims, "shown"),
                mandate,
                moment(claims, "iat"),
                moment(claims, "exp")));
    }

    private String issuer() {
        return exchanges.installation().toString();
    }

    private static Metadata metadata(Map<String, Object> pairs) {
        var texts = new TreeMap<String, String>();
        pairs.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return Metadata.of(texts);
    }

    private static Id id(Map<String, Object> claims, String name) throws ParseException {
        return Id.of(UUID.fromString(JSONObjectUtils.getString(claims, name)));
    }

    private static Instant moment(Map<String, Object> claims, String name) throws ParseException {
        return Instant.ofEpochSecond(JSONObjectUtils.getLong(claims, name));
    }
}
