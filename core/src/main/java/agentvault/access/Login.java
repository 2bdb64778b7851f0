package agentvault.access;

import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A user's own session on one device. It ends after a year, and after a month in which nobody used it.
///
/// @param token what the device shows
/// @param usedAt the last use that was written down; later ones may still be in memory
public record Login(Id id, Id user, Id token, Device device, Instant usedAt, Until until, Stamp created)
        implements SealedRow {

    public static final Duration LIFE = Duration.ofDays(365);
    public static final Duration IDLE = Duration.ofDays(30);

    private static final int PUBLIC_ID_DIGITS = 20;

    /// What a user calls the device; may be empty.
    public record Device(String label) {
        private static final int MAX = 100;

        public Device {
            FreeText.checked("a device's label", label);
            if (label.length() > MAX || label.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a device's label has at most 100 characters");
            }
        }
    }

    public Login {
        usedAt = usedAt.truncatedTo(ChronoUnit.MICROS);
    }

    public boolean live(Instant now) {
        return !until.passed(now) && now.isBefore(usedAt.plus(IDLE));
    }

    /// When it ends if nobody uses it any more.
    public Until ends() {
        return until.orSooner(Until.at(usedAt.plus(IDLE)));
    }

    /// What it is called in lists.
    public String publicId() {
        return publicId(id);
    }

    static String publicId(Id id) {
        return id.toString().replace("-", "").substring(0, PUBLIC_ID_DIGITS);
    }

    public Login used(Instant at) {
        return at.isAfter(usedAt) ? new Login(id, user, token, device, at, until, created) : this;
    }

    @Override
    public Scope scope() {
        return Scope.shortLived(user);
    }

    @Override
    public String table() {
        return "login";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(user).id(token).text(device.label()).number(Stamp.micros(usedAt));
        until.writeTo(out);
        created.writeTo(out);
        return out.bytes();
    }
}
