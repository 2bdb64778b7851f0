package agentvault.start;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.files.DataDirectory;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import java.util.List;

/// `server status`: which process serves from a data directory, and where. Whether it is well, `status` asks it itself.
record ServerStatus(Call call) {

    int run() {
        var data = ReadConfig.data(call);
        var process = DataDirectory.server(data);
        if (process.isEmpty()) {
            throw Failure.of("No server uses " + data + ".")
                    .exit(Exit.UNREACHABLE)
                    .next("agent-vault server -d");
        }
        var address = new RunFiles(data).address().orElse("not ready yet");
        long pid = process.get().pid();
        call.reply()
                .facts(
                        List.of(
                                new Fact("address", address),
                                new Fact("process", Long.toString(pid)),
                                new Fact("data", data.toString())),
                        Json.object()
                                .with("address", address)
                                .with("process", pid)
                                .with("data", data.toString()));
        return Exit.DONE;
    }
}
