package agentvault.start;

import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.trail.TrailUnavailable;
import agentvault.wire.CannotListen;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.StoreUnavailable;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What keeps a server from starting, in sentences that a person understands.
final class Trouble {

    private Trouble() {}

    static <T> T of(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreUnavailable e) {
            throw store(e);
        } catch (TrailUnavailable e) {
            throw Failure.of(sentence(e.getMessage()));
        } catch (IntegrityBroken e) {
            throw Failure.of("The database was changed by something else than Agent Vault.")
                    .because(sentence(e.getMessage()))
                    .next("restore a backup of the data directory");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileSystemException failure) throw file(failure);
            throw e;
        }
    }

    static Failure store(StoreUnavailable why) {
        var failure = Failure.of(sentence(why.getMessage()));
        if (!String.valueOf(why.getMessage()).contains("cannot be reached")) return failure;
        return failure.exit(Exit.UNREACHABLE)
                .because("Its address is in AGENT_VAULT_DATABASE_URL, DATABASE_URL or --database-url.")
                .next("check that PostgreSQL runs there and lets this user in");
    }

    static Failure listening(Config.Reach reach, CannotListen e) {
        boolean api = reach.listen().equals(e.address());
        var address = e.address() instanceof InetSocketAddress named ? named : reach.listen();
        var why = innermost(e).toLowerCase(Locale.ROOT);
        var where = address.getAddress().getHostAddress() + ":" + address.getPort();
        var flag = api ? "--port" : "--mitm-port";
        if (e.inUse()) {
            return Failure.of("Another program listens on " + where + ".")
                    .next("agent-vault server status")
                    .next("agent-vault server " + flag + " " + (address.getPort() + 10));
        }
        if (why.contains("permission denied")) {
            return Failure.of("This user may not listen on " + where + ".")
                    .because("Ports below 1024 are the system's.")
                    .next("agent-vault server " + flag + (api ? " 14321" : " 14322"));
        }
        return Failure.of("The server cannot listen on " + where + ".")
                .because("The address is none of this machine's.")
                .next("agent-vault server --host 127.0.0.1");
    }

    private static String innermost(Throwable e) {
        var cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : innermost(cause);
    }

    private static Failure file(FileSystemException failure) {
        var why = Optional.ofNullable(failure.getReason())
                .orElse(failure.getClass().getSimpleName());
        return Failure.of("The file " + failure.getFile() + " cannot be written: " + why + ".");
    }

    private static String sentence(@Nullable String text) {
        if (text == null || text.isEmpty()) return "The vault cannot be opened.";
        var begun = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
