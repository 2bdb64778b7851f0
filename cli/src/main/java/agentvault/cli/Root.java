package agentvault.cli;

import agentvault.command.Command;
import java.util.List;

/// The tree of all commands, in the order in which people meet them.
final class Root {

    static final String NAME = "agent-vault";

    private static final String SAYS = """
        Agents use secrets they never hold.

        Exit codes: 0 done, 1 failed or refused, 2 typed wrong, 3 a password or a login is
        missing or wrong, 4 no JDK was found, 5 the server or the database does not answer,
        6 what is stored is not what was written.\
        """;

    private Root() {}

    static Command of(List<Command> more) {
        return Command.group(NAME, SAYS, Root::commands)
                .example("agent-vault auth login", "Log in to a server")
                .example("agent-vault vault credential set STRIPE_KEY", "Store a credential; its value is asked for")
                .with(() -> more);
    }

    private static List<Command> commands() {
        return List.of(
                Command.group("auth", "Log in to a server, log out, see where you are logged in", AuthCommands::all),
                Command.group("account", "Your own account", AccountCommands::all),
                Command.group("vault", "Vaults and what is in them", VaultCommands::all),
                Command.group("agent", "Agents: who may use credentials without seeing them", AgentCommands::all),
                Command.group(
                        "env",
                        "Environment variables that agents' tools get, and agents never see",
                        EnvironmentCommands::all),
                Command.group("api-key", "API keys: what applications show", ApiKeyCommands::all),
                Command.group("user", "People with an account", UserCommands::all),
                Command.group(
                        "definition",
                        "Agent definitions: what Qoder and Anthropic call agents",
                        DefinitionCommands::all),
                Command.group("owner", "What only owners may do", OwnerCommands::all),
                Command.group("webhook", "Webhooks: URLs that are told of what happens", WebhookCommands::all),
                Command.group("audit", "The trail: who did what, and when", AuditCommands::all),
                Command.group("ca", "The certificate that clients of the proxy trust", CaCommands::all),
                LogsCommand.command(),
                CatalogCommand.catalog(),
                StatusCommands.status(),
                StatusCommands.version(),
                CompletionCommands.completion(),
                CompletionCommands.complete());
    }
}
