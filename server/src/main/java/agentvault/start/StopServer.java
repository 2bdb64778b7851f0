package agentvault.start;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.files.DataDirectory;
import agentvault.json.Json;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `server stop`: asks the server of a data directory to stop, and waits until it has.
record StopServer(Call call) {

    private static final Duration PATIENCE = StartServer.DRAIN.plusSeconds(15);

    int run() {
        var data = ReadConfig.data(call);
        var found = DataDirectory.server(data);
        if (found.isEmpty()) {
            call.reply().done("No server uses " + data + ".", document(false));
            return Exit.DONE;
        }
        var process = found.get();
        if (call.terminal().screen().asks()) call.terminal().say("Stopping process " + process.pid() + " …");
        process.destroy();
        if (!ended(process)) {
            throw Failure.of("The server (process " + process.pid() + ") does not stop.")
                    .because("It was asked to, and had " + PATIENCE.toSeconds() + " s.")
                    .next("kill -9 " + process.pid());
        }
        call.reply().done("Stopped the server (process " + process.pid() + ").", document(true));
        return Exit.DONE;
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException _) {
            return !process.isAlive();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Json document(boolean stopped) {
        return Json.object().with("stopped", stopped);
    }
}
