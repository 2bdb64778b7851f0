package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.terminal.Clean;

/// Which vault is meant: by flag, by variable, by the project's file, by `vault use`, else the one named default.
///
/// @param from where its name was found, in words
record Vaults(String name, String from) {

    static final Flag VAULT =
            Flag.with("vault", "NAME", "The vault; otherwise AGENT_VAULT_VAULT, agent-vault.json, vault use");

    private static final String USUAL = "default";

    static Vaults of(Call call) {
        var environment = call.environment();
        return call.value(VAULT)
                .map(name -> new Vaults(name, "--vault"))
                .or(() -> environment.variable("AGENT_VAULT_VAULT").map(name -> new Vaults(name, "AGENT_VAULT_VAULT")))
                .or(() -> ProjectFile.in(environment.folder()).vault().map(name -> new Vaults(name, ProjectFile.NAME)))
                .or(() -> ClientFiles.of(environment).vault().map(name -> new Vaults(name, "agent-vault vault use")))
                .orElse(new Vaults(USUAL, "nothing names another"));
    }

    static String name(Call call) {
        return of(call).name();
    }

    /// The same for a command that an agent may use: an agent's vault is named for it, never found on the way.
    static String nameForAgentOrUser(Call call) {
        if (Connection.agentToken(call).isEmpty()) return name(call);
        return call.value(VAULT)
                .or(() -> call.environment().variable("AGENT_VAULT_VAULT"))
                .orElseThrow(() -> Failure.misuse("AGENT_VAULT_TOKEN is set, and no vault is named.")
                        .because("Name it with --vault NAME or AGENT_VAULT_VAULT."));
    }

    /// As a question shows it.
    String said() {
        return Clean.line(name) + " (" + from + ")";
    }
}
