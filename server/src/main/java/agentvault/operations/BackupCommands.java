package agentvault.operations;

import agentvault.backup.BackupWriter;
import agentvault.backup.Manifest;
import agentvault.cli.Version;
import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.files.TrailReader;
import agentvault.json.Json;
import agentvault.store.SqliteSnapshot;
import agentvault.store.SqliteStore;
import agentvault.store.StoreCopy;
import agentvault.trail.TrailFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// `backup create` and `backup restore`.
final class BackupCommands {

    static final Argument FILE = Argument.one("FILE", "The backup.");
    static final Flag INTO = Flag.with("into", "DIR", "The data directory to make; it must not exist, or be empty");

    private static final Argument TO = Argument.one("FILE|DIR", "The file to make, or the directory to make it in.");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private BackupCommands() {}

    static List<Command> all() {
        return List.of(
                Offline.command("create", """
                        Copy database and trail into one file; a server may run meanwhile

                        The file holds everything but what opens it: keep the key file, or the master
                        password, somewhere else. What is deleted later is still in it.""", BackupCommands::create)
                        .example("agent-vault backup create /mnt/backups", "Make a file there, named by the time")
                        .takes(TO),
                Offline.command("restore", """
                        Make a data directory from a backup

                        Everything is verified before the directory is there: the file's checksum, the
                        database, every key and every value, the trail. The trail records the restore, so
                        the next start does not take it for an attack. Tokens, grants and credentials are
                        those of the backup again.""", call -> new RestoreBackup(call).run())
                        .example("agent-vault backup restore FILE --into DIR", "Restore beside what is there")
                        .takes(FILE)
                        .flags(INTO, Typed.STDIN));
    }

    private static int create(Call call) {
        var place = Place.of(call);
        place.requireTrail();
        var now = call.environment().clock().instant();
        var file = target(call, now);
        requireWhole(place);
        try (var aside = Aside.beside(file)) {
            var copy = aside.folder().resolve("copy.db");
            Offline.progress(call, "Copying the database");
            copyDatabase(place, copy);
            Offline.progress(call, "Writing " + file + " with the trail");
            var manifest = new BackupWriter(place.data(), copy, Version.NUMBER, now).write(file);
            call.reply()
                    .made(
                            "Backed up " + place.data() + ", without its key.",
                            file.toString(),
                            document(file, manifest));
            call.terminal().say("To restore it, " + opener(place) + " is needed as well. Keep it somewhere else.");
            return Exit.DONE;
        }
    }

    private static Path target(Call call, Instant now) {
        var named = call.environment().folder().resolve(call.one(TO)).normalize();
        var file = Files.isDirectory(named) ? named.resolve("agent-vault-" + STAMP.format(now) + ".backup") : named;
        if (Files.exists(file)) {
            throw Failure.of("The file " + file + " is there already, and it is not overwritten.");
        }
        var parent = file.resolveSibling("").toAbsolutePath().normalize();
        if (Files.isDirectory(parent)) return file;
        throw Failure.of("There is no directory " + parent + ".").next("mkdir -p " + parent);
    }

    /// A trail with a damaged record would make a backup that cannot be restored.
    private static void requireWhole(Place place) {
        new TrailReader(place.trail()).each(TrailFilter.everything(), _ -> {});
    }

    private static void copyDatabase(Place place, Path copy) {
        if (place.database().isEmpty()) {
            place.requireDatabase();
            SqliteSnapshot.take(place.file(), copy);
            return;
        }
        try (var source = place.open();
                var target = SqliteStore.open(copy)) {
            var result = StoreCopy.copy(source, target, _ -> {});
            if (!(result instanceof StoreCopy.Result.Copied)) throw Migration.failure(result);
        }
    }

    private static String opener(Place place) {
        return Files.exists(place.keyFile())
                ? "the key file " + place.keyFile()
                : "the master password or the key file";
    }

    private static Json document(Path file, Manifest manifest) {
        return Json.object()
                .with("file", file.toString())
                .with("made", manifest.made().toString())
                .with("bytes", manifest.size())
                .with("holds_key", false);
    }
}
