package agentvault.operations;

import agentvault.cli.Moments;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.files.InstanceReport;
import agentvault.files.TrailJson;
import agentvault.files.TrailReader;
import agentvault.json.Json;
import agentvault.server.StoppedInstance;
import agentvault.terminal.Clean;
import agentvault.terminal.Reply;
import agentvault.terminal.Table;
import agentvault.trail.EntryKind;
import agentvault.trail.Recorded;
import agentvault.trail.TrailFilter;
import agentvault.trail.Verdict;
import agentvault.trail.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `audit … --data-dir DIR`: the trail as it lies there, without a server. Listing and exporting need no key and may
/// run beside a server; verifying needs the key, which knows who signed.
final class TrailCommands {

    private static final Flag LIMIT = Flag.with("limit", "N", "How many entries at most");
    private static final Flag BEFORE = Flag.with("before", "SEQUENCE", "Entries before this one");
    private static final Flag KIND = Flag.with("kind", "KIND", "With --data-dir: entries of this kind alone");
    private static final Flag CHECKPOINT = Flag.with(
            "checkpoint", "FILE", "With --data-dir: a checkpoint that was kept elsewhere; the trail must reach it");
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 1_000;

    private TrailCommands() {}

    static List<Command> all() {
        return List.of(
                Offline.command("list", "List what happened, newest first", TrailCommands::list)
                        .example("agent-vault audit list --data-dir DIR", "See it without a server")
                        .flags(LIMIT, BEFORE, KIND)
                        .onlyWith(Place.DATA_DIR),
                Offline.command("verify", "Check the trail against its checkpoints", TrailCommands::verify)
                        .example(
                                "agent-vault audit verify --data-dir DIR --checkpoint FILE",
                                "Check it without a server, and that nothing is cut off")
                        .flags(CHECKPOINT, Typed.STDIN)
                        .onlyWith(Place.DATA_DIR),
                Offline.command("export", "Print the whole trail, one JSON document a line", TrailCommands::export)
                        .example(
                                "agent-vault audit export --data-dir DIR > trail.jsonl", "Keep a copy without a server")
                        .flags(KIND)
                        .onlyWith(Place.DATA_DIR));
    }

    private static int list(Call call) {
        var filter = filter(call);
        var before = call.value(BEFORE);
        if (before.isPresent()) filter = filter.before(number(before.get(), BEFORE, Long.MAX_VALUE));
        int limit = (int) number(call.value(LIMIT).orElse("" + USUAL_LIMIT), LIMIT, MOST);
        var entries = reader(call).newest(filter, limit).stream()
                .map(TrailCommands::json)
                .toList();
        var table = Table.of("#SEQUENCE", "WHEN", "KIND", "WHO", "ACTION", "ABOUT");
        entries.forEach(entry -> table.row(
                entry.text("sequence"),
                Moments.said(call, entry.text("time")),
                entry.text("kind"),
                entry.text("actor"),
                entry.text("action"),
                about(entry)));
        call.reply()
                .rows(table, Json.object().with("entries", new Json.Items(entries)), "The trail has no such entries.");
        return Exit.DONE;
    }

    private static String about(Json entry) {
        return Stream.of("host", "scope", "target", "vault", "intent", "reason", "version")
                .map(entry::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static int export(Call call) {
        var filter = filter(call);
        if (call.reply().form() == Reply.Form.JSON) {
            var entries = new ArrayList<Json>();
            reader(call).each(filter, recorded -> entries.add(json(recorded)));
            call.reply().json(Json.object().with("entries", new Json.Items(entries)));
            return Exit.DONE;
        }
        boolean shown = call.terminal().screen().answerShown();
        reader(call).each(filter, recorded -> {
            var line = TrailJson.line(recorded);
            call.terminal().answer().println(shown ? Clean.line(line) : line);
        });
        return Exit.DONE;
    }

    private static int verify(Call call) {
        try (var vault = ClosedVault.open(call);
                var unlocked = vault.unlock();
                var instance = vault.examine(unlocked)) {
            var kept = kept(call, instance);
            Offline.progress(call, "Reading the trail");
            var reports = instance.verifyTrails(kept);
            var table = Table.of("INSTANCE", "TRAIL", "#ENTRIES", "HEAD", "FINDING");
            reports.forEach(report -> table.row(
                    report.instance().toString(),
                    report.filesHere() ? "here" : "copies",
                    "" + report.lastKnown().sequence(),
                    report.lastKnown().hash().toString(),
                    finding(report)));
            call.reply().rows(table, document(reports), "There is no trail.");
            if (intact(reports)) return Exit.DONE;
            throw broken(reports);
        }
    }

    static boolean intact(List<InstanceReport> reports) {
        return reports.stream().allMatch(report -> report.verdict() instanceof Verdict.Intact);
    }

    static Failure broken(List<InstanceReport> reports) {
        var places = reports.stream()
                .filter(report -> report.verdict() instanceof Verdict.Broken)
                .map(TrailCommands::finding)
                .collect(Collectors.joining("; "));
        return Failure.of("The trail is not what was written.")
                .because(places)
                .next("agent-vault audit export --data-dir DIR > trail.jsonl")
                .exit(Exit.TAMPERED);
    }

    private static String finding(InstanceReport report) {
        return switch (report.verdict()) {
            case Verdict.Intact _ -> "";
            case Verdict.Broken(var findings) -> findings.getFirst().toString();
        };
    }

    private static Json document(List<InstanceReport> reports) {
        var instances = reports.stream().<Json>map(TrailCommands::document).toList();
        return Json.object().with("valid", intact(reports)).with("instances", new Json.Items(instances));
    }

    private static Json document(InstanceReport report) {
        var document = Json.object()
                .with("instance", report.instance().toString())
                .with("files_here", report.filesHere())
                .with("sequence", report.lastKnown().sequence())
                .with("head", report.lastKnown().hash().toString());
        return switch (report.verdict()) {
            case Verdict.Intact(var _, var count, var signed, var epoch, var torn, var _, var _) ->
                document.with("valid", true)
                        .with("entries", count)
                        .with("epoch", epoch)
                        .with(
                                "signed_up_to",
                                signed.map(each -> each.head().sequence()).orElse(0L))
                        .with("torn_bytes", torn);
            case Verdict.Broken(var findings) ->
                document.with("valid", false)
                        .with(
                                "findings",
                                new Json.Items(findings.stream()
                                        .<Json>map(each -> Json.object()
                                                .with("segment", each.segment())
                                                .with("offset", each.offset())
                                                .with("sequence", each.sequence())
                                                .with(
                                                        "fault",
                                                        each.fault().name().toLowerCase(Locale.ROOT))
                                                .with("detail", each.detail()))
                                        .toList()));
        };
    }

    private static List<Witness> kept(Call call, StoppedInstance instance) {
        var file = call.value(CHECKPOINT);
        if (file.isEmpty()) return List.of();
        var path = call.environment().folder().resolve(file.get());
        try {
            var checkpoint = instance.checkpoint(Files.readString(path))
                    .orElseThrow(() -> Failure.of("No server of this vault signed the checkpoint in " + path + ".")
                            .because("It is of another vault, or it was changed.")
                            .exit(Exit.TAMPERED));
            return List.of(Witness.of("the checkpoint in " + path, checkpoint));
        } catch (IOException e) {
            throw Failure.misuse("The checkpoint " + path + " cannot be read.");
        }
    }

    private static TrailReader reader(Call call) {
        var place = Place.of(call);
        place.requireTrail();
        return new TrailReader(place.trail());
    }

    private static TrailFilter filter(Call call) {
        var filter = TrailFilter.everything();
        var word = call.value(KIND);
        if (word.isEmpty()) return filter;
        return Arrays.stream(EntryKind.values())
                .filter(kind -> kind.word().equals(word.get()))
                .findFirst()
                .map(filter::kind)
                .orElseThrow(() -> Failure.misuse("No kind of entry is called that.")
                        .because(Arrays.stream(EntryKind.values())
                                .map(EntryKind::word)
                                .collect(Collectors.joining(", "))));
    }

    private static long number(String typed, Flag flag, long most) {
        try {
            long number = Long.parseLong(typed);
            if (number >= 1 && number <= most) return number;
        } catch (NumberFormatException _) {
            // said below
        }
        throw Failure.misuse("--" + flag.name() + " is a whole number from 1"
                + (most == Long.MAX_VALUE ? " on." : " to " + most + "."));
    }

    private static Json json(Recorded recorded) {
        return Json.read(TrailJson.line(recorded)).orElseThrow();
    }
}
