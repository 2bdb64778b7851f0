package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.List;
import java.util.stream.Stream;

/// `doctor`: looks at everything that keeps a vault from working, and says what to do. It changes nothing in it.
final class DoctorCommand {

    private DoctorCommand() {}

    static Command command() {
        return Offline.command("doctor", """
                Look at the machine, the files, the database, the keys and the trail

                Ends with code 1 if something is wrong; a warning is not. While a server runs,
                database and trail are its own: stop it for a whole check.""", DoctorCommand::examine)
                .example("agent-vault doctor", "See what is wrong, and what to do")
                .flags(Typed.STDIN);
    }

    private static int examine(Call call) {
        var place = Place.of(call);
        place.requireTrail();
        var symptoms = Stream.concat(
                        MachineChecks.of(call, place).all().stream(), new VaultChecks(call, place).all().stream())
                .toList();
        var table = Table.of("CHECK", "STATE", "SAYS", "FIX");
        symptoms.forEach(each -> table.row(each.about(), each.state().word(), each.says(), each.fix()));
        var failed = symptoms.stream().anyMatch(each -> each.state() == Symptom.State.FAIL);
        call.reply().rows(table, document(symptoms, !failed), "");
        return failed ? Exit.FAILED : Exit.DONE;
    }

    private static Json document(List<Symptom> symptoms, boolean healthy) {
        var all = symptoms.stream().map(Symptom::document).toList();
        return Json.object().with("healthy", healthy).with("checks", new Json.Items(all));
    }
}
