package agentvault.operations;

import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import agentvault.command.Call;
import agentvault.files.TrailReader;
import agentvault.trail.TrailFilter;
import agentvault.trail.TrailUnavailable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What `doctor` looks at that needs neither key nor lock: the machine, and who may touch the files.
record MachineChecks(Place place, Instant now, List<Path> path) {

    MachineChecks {
        path = List.copyOf(path);
    }

    static MachineChecks of(Call call, Place place) {
        var path = call.environment().variable("PATH").orElse("").split(File.pathSeparator, -1);
        return new MachineChecks(
                place,
                call.environment().clock().instant(),
                Stream.of(path)
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    private static final String STTY = "stty";
    private static final int JDK = 25;
    private static final int FEW_FILES = 4_096;
    private static final long FULL = 100L << 20;
    private static final long NEARLY_FULL = 1L << 30;
    private static final Set<PosixFilePermission> OTHERS = Set.of(GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE);
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files +(\\d+)");

    /// A clock before this was never set.
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    List<Symptom> all() {
        return List.of(java(), tools(), limits(), clock(), room(), directory(), files(), keyFile());
    }

    private static Symptom java() {
        var version = Runtime.version();
        return version.feature() >= JDK
                ? Symptom.ok("java", "Java " + version)
                : Symptom.fail("java", "Java " + version, "Install a JDK " + JDK + " or newer");
    }

    private Symptom tools() {
        boolean there = path.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(STTY)));
        return there
                ? Symptom.ok("tools", STTY)
                : Symptom.warn(
                        "tools",
                        STTY + " is not on the PATH: typed passwords would show",
                        "Install " + STTY + " (coreutils), or use --password-stdin");
    }

    private static Symptom limits() {
        try {
            var limits = Files.readString(Path.of("/proc/self/limits"));
            var found = OPEN_FILES.matcher(limits);
            if (!found.find()) return Symptom.ok("limits", "open files without a limit");
            long most = Long.parseLong(found.group(1));
            return most >= FEW_FILES
                    ? Symptom.ok("limits", most + " open files")
                    : Symptom.warn("limits", most + " open files", "Raise it: ulimit -n 65536");
        } catch (IOException _) {
            return Symptom.skip("limits", "this system does not tell", "");
        }
    }

    /// A clock that is behind the trail's last entry was set back; what expires does so by the trail's time.
    private Symptom clock() {
        if (now.isBefore(BUILT))
            return Symptom.fail("clock", "it is " + now, "Set the clock: timedatectl set-ntp true");
        try {
            var last = new TrailReader(place.trail())
                    .newest(TrailFilter.everything(), 1).stream()
                            .map(entry -> Instant.EPOCH.plus(entry.wallMicros(), ChronoUnit.MICROS))
                            .findFirst()
                            .orElse(Instant.EPOCH);
            return last.isAfter(now)
                    ? Symptom.warn(
                            "clock",
                            "it is " + now + ", and the trail's last entry is of " + last,
                            "Set the clock: timedatectl set-ntp true")
                    : Symptom.ok("clock", now.truncatedTo(ChronoUnit.SECONDS).toString());
        } catch (TrailUnavailable _) {
            return Symptom.ok("clock", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    private Symptom room() {
        try {
            long free = Files.getFileStore(place.data()).getUsableSpace();
            var says = (free >> 20) + " MiB free";
            if (free < FULL)
                return Symptom.fail("disk", says, "Make room: without it nothing can be recorded or changed");
            return free < NEARLY_FULL ? Symptom.warn("disk", says, "Make room soon") : Symptom.ok("disk", says);
        } catch (IOException e) {
            return Symptom.fail("disk", Offline.reason(e), "Look at the disk of " + place.data());
        }
    }

    private Symptom directory() {
        try {
            var attributes = attributes(place.data());
            var others = attributes.permissions().stream().anyMatch(OTHERS::contains);
            if (!owned(attributes)) {
                return Symptom.fail(
                        "directory",
                        place.data() + " belongs to " + attributes.owner(),
                        "Run as that user, or: chown -R " + user() + " " + place.data());
            }
            return others
                    ? Symptom.fail("directory", "Others may look into " + place.data(), "chmod 700 " + place.data())
                    : Symptom.ok("directory", place.data().toString());
        } catch (IOException e) {
            return Symptom.fail("directory", Offline.reason(e), "Look at " + place.data());
        }
    }

    private Symptom files() {
        try (var all = Files.walk(place.data())) {
            var open = all.filter(file -> !file.equals(place.data()))
                    .filter(MachineChecks::open)
                    .toList();
            if (open.isEmpty()) return Symptom.ok("files", "Nobody else may read or write them");
            return Symptom.fail(
                    "files",
                    "Others may read or write " + open.getFirst() + more(open.size() - 1),
                    "chmod -R go= " + place.data());
        } catch (IOException | UncheckedIOException e) {
            return Symptom.fail("files", Offline.reason(e), "Look at " + place.data());
        }
    }

    private static String more(int count) {
        return count == 0 ? "" : " and " + count + " more";
    }

    private static boolean open(Path file) {
        try {
            var attributes = attributes(file);
            return !owned(attributes) || !Collections.disjoint(attributes.permissions(), OTHERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Symptom keyFile() {
        var file = place.keyFile();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return Symptom.ok("key file", "none at " + file);
        try {
            var attributes = attributes(file);
            if (!owned(attributes) || !Collections.disjoint(attributes.permissions(), OTHERS)) {
                return Symptom.fail("key file", "Others may read " + file, "chmod 400 " + file);
            }
            if (file.startsWith(place.data())) {
                return Symptom.fail(
                        "key file",
                        file + " is in the data directory, and in every copy of it",
                        "Move it out, and name it with AGENT_VAULT_MASTER_KEY_FILE");
            }
            boolean together = Files.getFileStore(file).equals(Files.getFileStore(place.data()));
            return together
                    ? Symptom.warn(
                            "key file",
                            file + " is on the same disk as the data: who has the disk has both",
                            "Keep it on another, or: agent-vault master-password set")
                    : Symptom.ok("key file", file.toString());
        } catch (IOException e) {
            return Symptom.fail("key file", Offline.reason(e), "Look at " + file);
        }
    }

    private static PosixFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean owned(PosixFileAttributes attributes) {
        return attributes.owner().getName().equals(user());
    }

    private static String user() {
        return System.getProperty("user.name");
    }
}
