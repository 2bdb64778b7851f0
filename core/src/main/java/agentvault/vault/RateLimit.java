package agentvault.vault;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much one actor may ask for through the proxy in one vault.
///
/// @param burst what may come at once after a pause
/// @param inFlight exchanges at the same time
public record RateLimit(int perSecond, int burst, int inFlight) {

    public static final RateLimit STANDARD = new RateLimit(500, 5_000, 1_000);

    /// The most that may be chosen of each.
    public static final int MOST = 1_000_000;

    private static final Pattern THREE_NUMBERS = Pattern.compile("([1-9]\\d{0,8})/([1-9]\\d{0,8})/([1-9]\\d{0,8})");

    /// What can be chosen apart from the others.
    public enum Part {
        RATE,
        BURST,
        IN_FLIGHT
    }

    public RateLimit {
        if (perSecond < 1 || burst < 1 || inFlight < 1) throw new IllegalArgumentException("a limit is positive");
    }

    /// `500/5000/1000`: a second, at once, in flight.
    public static Optional<RateLimit> parse(String text) {
        var parts = THREE_NUMBERS.matcher(text);
        if (!parts.matches()) return Optional.empty();
        return Optional.of(new RateLimit(number(parts, 1), number(parts, 2), number(parts, 3)));
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    public Duration untilNext() {
        return Duration.ofSeconds(1).dividedBy(perSecond);
    }

    /// With what was chosen in the place of what was not.
    public RateLimit with(Map<Part, Integer> chosen) {
        return new RateLimit(
                chosen.getOrDefault(Part.RATE, perSecond),
                chosen.getOrDefault(Part.BURST, burst),
                chosen.getOrDefault(Part.IN_FLIGHT, inFlight));
    }

    /// The smaller one of each.
    public RateLimit atMost(RateLimit other) {
        return new RateLimit(
                Math.min(perSecond, other.perSecond), Math.min(burst, other.burst), Math.min(inFlight, other.inFlight));
    }
}
