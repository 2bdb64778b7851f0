package agentvault.operations;

import static agentvault.operations.MigrateCommand.DRY_RUN;
import static agentvault.operations.MigrateCommand.FROM;
import static agentvault.operations.MigrateCommand.TO;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.store.PostgresStore;
import agentvault.store.SqlStore;
import agentvault.store.SqliteStore;
import agentvault.store.StoreCopy;
import agentvault.store.StoreCopy.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One move: a database is copied to PostgreSQL, or back into the data directory, and both are compared. The one that
/// it
/// is copied from stays as it is.
record Migration(Call call) {

    private static final String SQLITE = "sqlite";
    private static final String STDIN = "-";
    private static final Pattern PASSWORD = Pattern.compile("://[^/@]*:[^/@]+@|password=");

    int run() {
        var to = call.value(TO)
                .orElseThrow(() -> Failure.misuse("Where to is not said.").next("agent-vault migrate-db --to URL"));
        if (to.equals(SQLITE)) back();
        else there(address(to, TO));
        return Exit.DONE;
    }

    private void there(HiddenText to) {
        var place = source();
        try (var _ = place.take();
                var source = SqliteStore.open(place.file())) {
            requireVault(source);
            if (call.on(DRY_RUN)) {
                tried(source, to.reveal(PostgresStore::server));
                return;
            }
            Typed.confirm(call, "The vault in " + place.data() + " is copied to PostgreSQL.", "migrate");
            try (var target = to.reveal(url -> PostgresStore.open(url, PostgresStore.SCHEMA))) {
                copied(source, target, "Copied and compared");
            }
        }
        call.terminal()
                .say("From now on start the server with AGENT_VAULT_DATABASE_URL set, and the same data directory.");
        call.terminal().say("The old database stays in " + place.file() + ". Delete it when the new one has a backup.");
    }

    private void back() {
        var place = Place.of(call);
        var from = call.value(FROM)
                .map(given -> address(given, FROM))
                .or(place::database)
                .orElseThrow(() -> Failure.misuse("Where the vault is in PostgreSQL is not said.")
                        .because("AGENT_VAULT_DATABASE_URL says it, or --from."));
        try (var _ = place.take();
                var source = from.reveal(url -> PostgresStore.open(url, PostgresStore.SCHEMA))) {
            requireVault(source);
            if (call.on(DRY_RUN)) {
                tried(source, place.file().toString());
                return;
            }
            Typed.confirm(
                    call,
                    "The vault in PostgreSQL is copied to " + place.file() + ". All of its servers must be stopped.",
                    "migrate");
            try (var target = SqliteStore.open(place.file())) {
                copied(source, target, "Copied and compared");
            }
        }
        call.terminal().say("From now on start the server without AGENT_VAULT_DATABASE_URL: unset it.");
        call.terminal().say("The old database stays in PostgreSQL. Drop its schema when the file has a backup.");
    }

    private static void requireVault(SqlStore source) {
        if (source.installation().isEmpty()) throw failure(new Result.SourceEmpty());
    }

    private HiddenText address(String given, Flag flag) {
        if (given.equals(STDIN)) return Typed.lines(call, 1).getFirst();
        if (PASSWORD.matcher(given).find()) {
            call.terminal()
                    .notice("The password in --" + flag.name() + " is seen by everybody on this machine: --"
                            + flag.name() + " - reads it from the input.");
        }
        return HiddenText.of(given);
    }

    private Place source() {
        var usual = Place.of(call);
        var named = call.value(FROM).map(call.environment().folder()::resolve).map(Path::normalize);
        if (named.isEmpty()) return usual.at(usual.data());
        if (Files.isDirectory(named.get())) return usual.at(named.get());
        var place = usual.at(Optional.ofNullable(named.get().getParent()).orElse(usual.data()));
        if (place.file().equals(named.get())) return place;
        throw Failure.misuse("--from names a data directory, or the agent-vault.db in one.");
    }

    /// Reads everything once, into a file that is thrown away.
    private void tried(SqlStore source, String target) {
        try (var aside = Aside.make();
                var rehearsal = SqliteStore.open(aside.folder().resolve("rehearsal.db"))) {
            copied(source, rehearsal, "Read all of it, and changed nothing; the target is " + target);
        }
    }

    private void copied(SqlStore source, SqlStore target, String what) {
        var result = StoreCopy.copy(source, target, progress -> show(progress));
        if (!(result instanceof Result.Copied(var rows))) throw failure(result);
        report(rows, what);
    }

    private void show(StoreCopy.Progress progress) {
        if (progress.rows() == 0) return;
        var step = progress.step().name().toLowerCase(Locale.ROOT);
        call.terminal().say(step + " " + progress.table() + ": " + progress.rows());
    }

    private void report(Map<String, Long> rows, String what) {
        long all = rows.values().stream().mapToLong(Long::longValue).sum();
        var tables = Json.object();
        for (var table : rows.entrySet()) tables = tables.with(table.getKey(), table.getValue());
        call.reply()
                .done(
                        what + ": " + all + " rows.",
                        Json.object().with("rows", all).with("tables", tables));
    }

    /// Why a copy is not one.
    static Failure failure(Result result) {
        return switch (result) {
            case Result.Copied _ -> throw new IllegalStateException("it was copied");
            case Result.SourceEmpty() -> Failure.of("There is no vault in this database.");
            case Result.OtherInstallation(var id) ->
                Failure.of("The target is the database of another vault (" + id + ").")
                        .because("It is not overwritten. Name an empty database.");
            case Result.TargetAhead(var what) ->
                Failure.of("The target has gone on by itself: " + what + ".")
                        .because(
                                "A server ran on it since it was copied. Name an empty database, or go on with that one.");
            case Result.Damaged(var table, var id, var why) ->
                Failure.of("A row cannot be read: " + table + " " + id + ".")
                        .because(Offline.sentence(why))
                        .next("agent-vault doctor")
                        .exit(Exit.TAMPERED);
            case Result.Different(var table, var id) ->
                Failure.of("A row is not the same on both sides: " + table + " " + id + ".")
                        .because("Something wrote to the target while it was copied.")
                        .next("agent-vault migrate-db --to URL");
        };
    }
}
