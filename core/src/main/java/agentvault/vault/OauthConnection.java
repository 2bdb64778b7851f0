package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// How an OAuth credential gets its tokens, and how that has gone so far.
///
/// @param authorizationEndpoint where a person agrees; empty if nobody is asked
/// @param issuer who answers there, to be compared with what comes back; empty if that is not known
/// @param leasedUntil nobody else renews before; long past if nobody does
public record OauthConnection(
        Grant grant, String authorizationEndpoint, String issuer, Standing standing, Instant leasedUntil) {

    public static final OauthConnection NONE =
            new OauthConnection(Grant.AUTHORIZATION_CODE, "", "", new Standing.Unconnected(), Instant.EPOCH);

    /// A token endpoint is asked this long before an access token ends, and sooner for one that lives shortly.
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /// What is this close to its end is not used any more.
    private static final Duration CLOSE = Duration.ofSeconds(30);

    private static final int AHEAD_PART = 5;
    private static final int CLOSE_PART = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 8;

    /// How often a refused access token may ask for another one.
    private static final Duration BETWEEN_FORCED = Duration.ofSeconds(60);

    /// How far the clocks of servers may be apart. What is dated further ahead is nothing to wait for: it was written
    /// by a clock that was set wrongly.
    private static final Duration APART = Duration.ofMinutes(10);

    public enum Grant {
        /// A person agreed, or brought the tokens; a refresh token renews them.
        AUTHORIZATION_CODE,
        /// The client asks for itself, with its secret.
        CLIENT_CREDENTIALS
    }

    public sealed interface Standing {
        record Unconnected() implements Standing {}

        record Connected(Instant since, Instant renewedAt) implements Standing {
            public Connected {
                since = since.truncatedTo(ChronoUnit.MICROS);
                renewedAt = renewedAt.truncatedTo(ChronoUnit.MICROS);
            }
        }

        /// It could not be renewed, and is tried again.
        ///
        /// @param before when it was renewed the last time
        record Failing(Connected before, Instant at, String code, int times) implements Standing {
            public Failing {
                at = at.truncatedTo(ChronoUnit.MICROS);
                FreeText.checked("a failure's code", code);
            }
        }

        /// The token endpoint will not have these tokens any more: a person has to connect again.
        record ReconnectRequired(Instant at, String code) implements Standing {
            public ReconnectRequired {
                at = at.truncatedTo(ChronoUnit.MICROS);
                FreeText.checked("a failure's code", code);
            }
        }
    }

    public OauthConnection {
        FreeText.checked("an authorization endpoint", authorizationEndpoint);
        FreeText.checked("an issuer", issuer);
        leasedUntil = leasedUntil.truncatedTo(ChronoUnit.MICROS);
    }

    public OauthConnection as(Standing next) {
        return new OauthConnection(grant, authorizationEndpoint, issuer, next, Instant.EPOCH);
    }

    public OauthConnection leased(Instant until) {
        return new OauthConnection(grant, authorizationEndpoint, issuer, standing, until);
    }

    public boolean leasedAt(Instant now) {
        return leasedUntil.isAfter(now) && !tooFarAhead(leasedUntil, now);
    }

    private static boolean tooFarAhead(Instant written, Instant now) {
        return written.isAfter(now.plus(APART));
    }

    /// Whether it is time to renew, before anybody has to wait for it.
    public boolean due(OauthSettings settings, Instant now) {
        return mayTry(now) && within(settings, now, AHEAD, AHEAD_PART);
    }

    /// Whether the access token is of no use any more.
    public boolean over(OauthSettings settings, Instant now) {
        return within(settings, now, CLOSE, CLOSE_PART);
    }

    /// Whether a service that refused the access token may have it renewed.
    public boolean forcible(Instant now) {
        return switch (standing) {
            case Standing.Connected(var _, var renewedAt) ->
                !now.isBefore(renewedAt.plus(BETWEEN_FORCED)) || tooFarAhead(renewedAt, now);
            case Standing.Failing _ -> mayTry(now);
            case Standing.Unconnected _, Standing.ReconnectRequired _ -> false;
        };
    }

    /// Whether another try can help at this moment.
    public boolean mayTry(Instant now) {
        return switch (standing) {
            case Standing.Unconnected() -> grant == Grant.CLIENT_CREDENTIALS;
            case Standing.Connected _ -> true;
            case Standing.Failing(var _, var at, var _, int times) ->
                !now.isBefore(at.plus(pause(times))) || tooFarAhead(at, now);
            case Standing.ReconnectRequired _ -> false;
        };
    }

    /// One more failure that may pass.
    public OauthConnection failed(String code, Instant now) {
        return switch (standing) {
            case Standing.Failing(var before, var _, var _, int times) ->
                as(new Standing.Failing(before, now, code, times + 1));
            case Standing.Connected before -> as(new Standing.Failing(before, now, code, 1));
            case Standing.Unconnected _, Standing.ReconnectRequired _ -> as(standing);
        };
    }

    private static Duration pause(int times) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    }

    private boolean within(OauthSettings settings, Instant now, Duration most, int part) {
        if (!(settings.expires() instanceof Until.Moment(var end))) return false;
        return !now.isBefore(
                end.minus(least(most, Duration.between(renewedAt(end), end).dividedBy(part))));
    }

    private Instant renewedAt(Instant otherwise) {
        return switch (standing) {
            case Standing.Connected(var _, var at) -> at;
            case Standing.Failing(var before, var _, var _, var _) -> before.renewedAt();
            case Standing.Unconnected _, Standing.ReconnectRequired _ -> otherwise;
        };
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    void writeTo(Canonical out) {
        out.text(grant.name()).text(authorizationEndpoint).text(issuer);
        switch (standing) {
            case Standing.Unconnected() -> out.text("unconnected");
            case Standing.Connected connected -> {
                out.text("connected");
                write(out, connected);
            }
            case Standing.Failing(var before, var at, var code, int times) -> {
                out.text("failing");
                write(out, before);
                out.number(Stamp.micros(at)).text(code).number(times);
            }
            case Standing.ReconnectRequired(var at, var code) ->
                out.text("reconnect").number(Stamp.micros(at)).text(code);
        }
        out.number(Stamp.micros(leasedUntil));
    }

    private static void write(Canonical out, Standing.Connected connected) {
        out.number(Stamp.micros(connected.since())).number(Stamp.micros(connected.renewedAt()));
    }
}
