package agentvault.webhook;

import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One happening on its way to one webhook. It lies with the short-lived rows of the place where it happened: it is
/// written in the same change, and changes of one vault do not queue on those of all others.
public record Delivery(Id id, Id webhook, Happening happening, Progress progress, Stamp created) implements SealedRow {

    /// What did not get there by then is given up.
    public static final Duration LIFE = Duration.ofDays(3);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(4);
    private static final int MOST_DOUBLINGS = 11;
    private static final int CHANCES = 256;
    private static final String LATE = "too_late";

    /// How far it got.
    ///
    /// @param attempts how often it was begun to be sent
    /// @param at when it is sent, may be sent by somebody else, or ended
    /// @param code what came of the last attempt; empty before that
    public record Progress(State state, int attempts, Instant at, String code) {
        public Progress {
            at = at.truncatedTo(ChronoUnit.MICROS);
            FreeText.checked("a code", code);
            if (attempts < 0) throw new IllegalArgumentException("attempts are not negative");
        }
    }

    public enum State {
        WAITING,
        /// A server sends it, and has it to itself for a while.
        SENDING,
        DELIVERED,
        GIVEN_UP
    }

    public static Delivery waiting(Id id, Id webhook, Happening happening, Stamp created) {
        return new Delivery(id, webhook, happening, new Progress(State.WAITING, 0, created.at(), ""), created);
    }

    public boolean pending() {
        return progress.state() == State.WAITING || progress.state() == State.SENDING;
    }

    public boolean isTest() {
        return happening.type() == Happening.Type.TEST;
    }

    public boolean due(Instant now) {
        return pending() && !now.isBefore(progress.at());
    }

    /// Whether a server has it to itself now.
    public boolean leased(Instant now) {
        return progress.state() == State.SENDING && now.isBefore(progress.at());
    }

    public boolean late(Instant now) {
        return !now.isBefore(created.at().plus(LIFE));
    }

    public Delivery leasedUntil(Instant end) {
        return with(new Progress(State.SENDING, progress.attempts() + 1, end, progress.code()));
    }

    public Delivery delivered(Instant now, String code) {
        return with(new Progress(State.DELIVERED, progress.attempts(), now, code));
    }

    public Delivery givenUp(Instant now, String code) {
        return with(new Progress(State.GIVEN_UP, progress.attempts(), now, code));
    }

    /// Nobody sent it in time; what came of the last attempt, if there was one, is still told.
    public Delivery givenUpLate(Instant now) {
        return givenUp(now, progress.code().isEmpty() ? LATE : progress.code());
    }

    /// It is sent again after a pause that doubles, or is given up if it would be late then.
    ///
    /// @param chance spreads the retries of many deliveries
    public Delivery failed(Instant now, String code, byte chance) {
        var next = now.plus(pause(progress.attempts(), chance));
        if (late(next)) return givenUp(now, code);
        return with(new Progress(State.WAITING, progress.attempts(), next, code));
    }

    /// From half of a pause to the whole.
    static Duration pause(int attempts, byte chance) {
        int doublings = Math.clamp(attempts - 1, 0, MOST_DOUBLINGS);
        var whole = FIRST_PAUSE.multipliedBy(1L << doublings);
        var bounded = whole.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : whole;
        var half = bounded.dividedBy(2);
        return half.plus(half.multipliedBy(Byte.toUnsignedInt(chance)).dividedBy(CHANCES));
    }

    private Delivery with(Progress next) {
        return new Delivery(id, webhook, happening, next, created);
    }

    @Override
    public Scope scope() {
        return Scope.shortLived(happening.place());
    }

    @Override
    public String table() {
        return "webhook_delivery";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(webhook);
        happening.writeTo(out);
        out.text(progress.state().name())
                .number(progress.attempts())
                .number(Stamp.micros(progress.at()))
                .text(progress.code());
        created.writeTo(out);
        return out.bytes();
    }
}
