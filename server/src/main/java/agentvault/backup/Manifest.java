package agentvault.backup;

import agentvault.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a backup says about itself: when and by which version it was made, and its parts with their checksums.
public record Manifest(String version, Instant made, List<Part> parts) {

    static final String DATABASE = "agent-vault.db";
    static final String INSTANCE = "instance";
    static final String TRAIL = "trail/";

    private static final int FORMAT = 1;
    private static final Pattern NAME = Pattern.compile(DATABASE + "|" + INSTANCE + "|" + TRAIL + "\\d{10}\\.segment");
    private static final Pattern SIZE = Pattern.compile("\\d{1,18}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /// @param name the place in a data directory
    public record Part(String name, long size, String sha256) {}

    public Manifest {
        parts = List.copyOf(parts);
    }

    /// How many bytes all parts have.
    public long size() {
        return parts.stream().mapToLong(Part::size).sum();
    }

    Json written() {
        var listed = parts.stream()
                .<Json>map(part -> Json.object()
                        .with("name", part.name())
                        .with("size", part.size())
                        .with("sha256", part.sha256()))
                .toList();
        return Json.object()
                .with("format", FORMAT)
                .with("version", version)
                .with("made", made.toString())
                .with("parts", new Json.Items(listed));
    }

    /// Empty for anything but the manifest of a backup that this version understands.
    static Optional<Manifest> read(String text) {
        var document = Json.read(text).orElseGet(Json::object);
        if (!document.text("format").equals("" + FORMAT)) return Optional.empty();
        var parts = new ArrayList<Part>();
        var names = new HashSet<String>();
        for (var part : document.items("parts")) {
            boolean known = NAME.matcher(part.text("name")).matches()
                    && SIZE.matcher(part.text("size")).matches()
                    && SHA256.matcher(part.text("sha256")).matches()
                    && names.add(part.text("name"));
            if (!known) return Optional.empty();
            parts.add(new Part(part.text("name"), Long.parseLong(part.text("size")), part.text("sha256")));
        }
        if (!names.containsAll(List.of(DATABASE, INSTANCE))) return Optional.empty();
        try {
            return Optional.of(new Manifest(document.text("version"), Instant.parse(document.text("made")), parts));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
