package agentvault.cloud;

import agentvault.document.Document;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;

/// Writes what every object has: its times, in microseconds without zeros at the end, and its labels.
public final class Times {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private Times() {}

    public static String text(Instant at) {
        return FORM.format(at);
    }

    /// `archived_at` is null as long as it is not.
    public static Document life(Life life) {
        return maybe(new Document(), "archived_at", archived(life).map(Times::text))
                .with("created_at", text(life.created().at()))
                .with("updated_at", text(life.updatedAt()));
    }

    private static Optional<Instant> archived(Life life) {
        return life.state() instanceof Life.State.Archived(var at) ? Optional.of(at) : Optional.empty();
    }

    /// Null if there is none.
    public static Document maybe(Document document, String name, Optional<String> value) {
        return value.map(text -> document.with(name, text)).orElseGet(() -> document.withNothing(name));
    }

    public static Document labels(Metadata metadata) {
        var document = new Document();
        metadata.pairs().forEach(document::with);
        return document;
    }
}
