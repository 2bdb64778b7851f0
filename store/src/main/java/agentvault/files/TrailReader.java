package agentvault.files;

import agentvault.crypto.Octets;
import agentvault.trail.Hash;
import agentvault.trail.Parsed;
import agentvault.trail.Recorded;
import agentvault.trail.SegmentScanner;
import agentvault.trail.TrailFilter;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.TrailVerification;
import agentvault.trail.TrailVerifier;
import agentvault.trail.Verdict;
import agentvault.trail.Witness;
import agentvault.workspace.History;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads a trail's files, also while they are being written: what is not a whole record yet is not there yet. It checks
/// that records are whole; whether they are genuine is for [#verify].
public final class TrailReader implements History {

    private static final String NOTE = "reckoning";

    private final Segments segments;

    public TrailReader(Path directory) {
        segments = new Segments(directory);
    }

    /// The oldest entries that the filter wants, oldest first.
    public List<Recorded> oldest(TrailFilter filter, int limit) {
        var found = new ArrayList<Recorded>();
        for (var file : files()) {
            walk(file, (recorded, _) -> {
                if (found.size() < limit && filter.wants(recorded)) found.add(recorded);
                return found.size() < limit;
            });
            if (found.size() >= limit) break;
        }
        return List.copyOf(found);
    }

    /// The newest entries that the filter wants, newest first.
    public List<Recorded> newest(TrailFilter filter, int limit) {
        var found = new ArrayList<Recorded>();
        for (var file : files().reversed()) {
            var last = new ArrayDeque<Recorded>();
            int room = limit - found.size();
            walk(file, (recorded, _) -> {
                if (filter.wants(recorded)) last.addLast(recorded);
                if (last.size() > room) last.removeFirst();
                return true;
            });
            last.descendingIterator().forEachRemaining(found::add);
            if (found.size() >= limit) break;
        }
        return List.copyOf(found);
    }

    /// Tells every entry that the filter wants, oldest first.
    public void each(TrailFilter filter, Consumer<Recorded> use) {
        for (var file : files()) {
            walk(file, (recorded, _) -> {
                if (filter.wants(recorded)) use.accept(recorded);
                return true;
            });
        }
    }

    /// Writes the entries that the filter wants as JSON, one object a line, oldest first.
    public void export(TrailFilter filter, OutputStream to) {
        each(filter, recorded -> {
            try {
                to.write((TrailJson.line(recorded) + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    public Verdict verify(TrailVerifier verifier, List<Witness> witnesses) {
        return TrailVerification.whole(Segments.sources(files()), verifier, witnesses);
    }

    /// Whether there is no segment at all.
    public boolean empty() {
        return files().isEmpty();
    }

    @Override
    public void replay(long after, Consumer<Recorded> each) {
        var all = files();
        long skipped = all.stream()
                .skip(1)
                .takeWhile(file -> !beginsAfter(file, after + 1))
                .count();
        for (var file : all.subList(Math.toIntExact(skipped), all.size())) {
            walk(file, (recorded, _) -> {
                if (recorded.sequence() > after) each.accept(recorded);
                return true;
            });
        }
    }

    @Override
    public void keep(Octets note) {
        try {
            OwnerFiles.create(segments.directory(), NOTE, note.bytes());
        } catch (IOException e) {
            throw new TrailUnavailable("The note beside the trail cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Octets> kept() {
        try {
            return Optional.of(Octets.of(Files.readAllBytes(segments.directory().resolve(NOTE))));
        } catch (IOException _) { // a start without it reads more
            return Optional.empty();
        }
    }

    @Override
    public Optional<Hash> hashAt(long sequence) {
        if (sequence == 0) return Optional.of(Hash.ZERO);
        var found = new ArrayList<Hash>();
        for (var file : files().reversed()) {
            if (beginsAfter(file, sequence)) continue;
            walk(file, (recorded, hash) -> {
                if (recorded.sequence() == sequence) found.add(hash);
                return recorded.sequence() < sequence;
            });
            break;
        }
        return found.stream().findFirst();
    }

    /// Looks at one record and says whether to go on.
    private interface Look {
        boolean at(Recorded recorded, Hash hash);
    }

    private static void walk(Path file, Look look) {
        try (var source = Segments.source(file)) {
            var scanner = new SegmentScanner(source);
            if (scanner.header().isEmpty()) throw damaged(scanner);
            var next = scanner.next();
            while (next instanceof Parsed.Whole(var recorded, var hash) && look.at(recorded, hash)) {
                next = scanner.next();
            }
            if (next instanceof Parsed.Damaged) throw damaged(scanner);
        }
    }

    private static TrailUnavailable damaged(SegmentScanner scanner) {
        return new TrailUnavailable(
                "The trail's file %s is damaged at byte %d.".formatted(scanner.name(), scanner.offset()));
    }

    private static boolean beginsAfter(Path file, long sequence) {
        try {
            return Segments.header(file).stream().anyMatch(header -> header.firstSequence() > sequence);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private List<Path> files() {
        try {
            return segments.files();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static TrailUnavailable unreadable(IOException why) {
        return new TrailUnavailable("The trail cannot be read: " + why.getMessage(), why);
    }
}
