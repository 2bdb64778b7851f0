package agentvault.mcp;

import agentvault.cli.AgentsServer;
import agentvault.cli.Version;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.util.concurrent.CountDownLatch;

/// `mcp`: a program that an agent's host starts and talks to by standard input and output.
public final class McpCommand {

    private static final String INSTRUCTIONS = """
            Call services whose keys you never see, through a vault: discover says which work now, call sends a request,
            and the vault adds the key. Where a call is refused with 403, propose what is missing, show the approval_url
            to your person, wait with proposal_status, and call again. Never ask for a key, print one or write one down.""";

    private McpCommand() {}

    public static Command command() {
        return Command.of("mcp", """
                        Give an agent a vault as tools of the Model Context Protocol

                        Started by the agent's host, and spoken to by standard input and output. The tools are
                        discover, call, propose and proposal_status. Who asks is the agent whose AGENT_VAULT_TOKEN
                        is in the environment, with AGENT_VAULT_ADDR and AGENT_VAULT_VAULT beside it.""", McpCommand::run)
                .example("claude mcp add vault -- agent-vault mcp", "Add it to Claude Code")
                .example("agent-vault mcp --vault payments", "Be the tools of one vault")
                .flags(AgentsServer.flags().toArray(Flag[]::new));
    }

    private static int run(Call call) {
        var ended = new CountDownLatch(1);
        var terminal = call.terminal();
        var mapper = McpJsonDefaults.getMapper();
        var heard = new Heard(terminal.input(), ended);
        var tools = new VaultTools(AgentsServer.of(call), mapper);
        var server = McpServer.sync(new StdioServerTransportProvider(mapper, heard, terminal.answer()))
                .serverInfo("agent-vault", Version.NUMBER)
                .instructions(INSTRUCTIONS)
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(tools.all())
                .build();
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.of("Interrupted.");
        } finally {
            server.closeGracefully();
        }
        return Exit.DONE;
    }
}
