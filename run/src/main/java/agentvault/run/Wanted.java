package agentvault.run;

import agentvault.cli.SessionsServer;
import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.sandbox.Presets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What is to be run and how, as it was typed.
///
/// @param given variables that the program gets whatever else holds
record Wanted(Executable program, List<String> command, Map<String, String> given, boolean enclosed, boolean told) {

    static final Argument COMMAND =
            Argument.line("CMD", "The program and its arguments; flags of agent-vault stand before it.");
    static final Flag SANDBOX =
            Flag.on("sandbox", "Let it reach nothing but the proxy, and see no file but its work folder");
    static final Flag VERBOSE = Flag.on("verbose", "Say what is done with its variables, also without a terminal");
    static final Flag MOUNT = Flag.with(
                    "mount", "PATH[:INSIDE][:ro|:rw]", "Show it this file or folder, too (with --sandbox; usually ro)")
            .many();
    static final Flag READ_ONLY = Flag.on("ro", "Do not let it change its work folder (with --sandbox)");

    private static final Flag TTL = Flag.with("ttl", "TIME", "End its session after 30m, 8h or 7d (usually 24h)");
    private static final Flag ROLE =
            Flag.with("role", "ROLE", "proxy, member or admin; never above your own (usually proxy)");
    private static final Flag LABEL =
            Flag.with("label", "TEXT", "What the list of sessions calls it (usually run CMD)");
    private static final Flag ALLOW = Flag.with(
                    "allow", "HOST", "Let this host through without a credential; or a preset, as npm or pypi")
            .many();
    private static final Flag ENV = Flag.with(
                    "env", "NAME[=VALUE]", "Give it this variable, as it is here or with this value")
            .many();
    private static final int MOST_LABEL = 100;

    static Flag[] flags() {
        return Stream.concat(
                        Stream.of(ALLOW, TTL, ROLE, LABEL, ENV, SANDBOX, MOUNT, READ_ONLY, VERBOSE),
                        SessionsServer.flags().stream())
                .toArray(Flag[]::new);
    }

    static Wanted of(Call call) {
        var command = call.all(COMMAND);
        boolean enclosed = call.on(SANDBOX);
        if (!enclosed && (call.gives(MOUNT) || call.on(READ_ONLY))) {
            throw Failure.misuse("--mount and --ro are for a program in a sandbox.")
                    .because("Without one it sees every file that you see. Add --sandbox.");
        }
        var program = new Executable(command.getFirst());
        return new Wanted(program, command, given(call), enclosed, call.on(VERBOSE));
    }

    private static Map<String, String> given(Call call) {
        var given = new TreeMap<String, String>();
        for (var text : call.values(ENV)) {
            int equals = text.indexOf('=');
            if (equals == 0) throw Failure.misuse("--env takes NAME or NAME=VALUE.");
            if (equals > 0) given.put(text.substring(0, equals), text.substring(equals + 1));
            else call.environment().variable(text).ifPresent(value -> given.put(text, value));
        }
        return given;
    }

    /// What the session is to be. Without a sandbox it lets through what no service names, and notes it: the program
    /// could go around the proxy anyway, and a person sees what it asks for.
    Json.Fields session(Call call) {
        var session = Json.object()
                .with("label", call.value(LABEL).orElseGet(this::label))
                .with("unmatched_host_policy", enclosed ? "deny" : "observe");
        if (call.gives(TTL))
            session = session.with(
                    "ttl_seconds", SessionsServer.seconds(call.value(TTL).orElseThrow(), TTL));
        if (call.gives(ROLE))
            session = session.with("vault_role", call.value(ROLE).orElseThrow());
        if (!call.gives(ALLOW)) return session;
        return session.with("allow", Json.texts(Presets.hosts(call.values(ALLOW))));
    }

    /// The name alone: what follows it may be secret.
    private String label() {
        var name = "run "
                + program.name()
                        .codePoints()
                        .filter(c -> !Character.isISOControl(c))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return name.length() <= MOST_LABEL ? name : name.substring(0, MOST_LABEL);
    }

    /// An agent's token is lent as it is: what a session of its own would be, nobody can choose.
    void checkAgents(Call call, List<String> vaults) {
        if (vaults.size() > 1) {
            throw Failure.misuse("AGENT_VAULT_TOKEN is set, and an agent's token is used with one vault at a time.");
        }
        for (var flag : List.of(TTL, ROLE, LABEL, ALLOW)) {
            if (!call.gives(flag)) continue;
            throw Failure.misuse("--" + flag.name() + " is for a session, and AGENT_VAULT_TOKEN is set.")
                    .because("The program gets the agent's own token: who gave it chose what it may do.");
        }
    }
}
