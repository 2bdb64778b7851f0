package agentvault.cli;

import agentvault.command.Action;
import agentvault.command.Call;
import agentvault.command.Environment;
import agentvault.command.Failure;

/// The edge around every command: what it throws becomes an error that a person can use, without inner messages.
record Guarded(Action action, Environment environment) implements Action {

    @Override
    public int run(Call call) {
        try {
            return action.run(call);
        } catch (Failure failure) {
            return Program.fail(environment, failure);
        } catch (RuntimeException broken) {
            if (environment
                    .variable("AGENT_VAULT_LOG_LEVEL")
                    .filter("debug"::equals)
                    .isPresent()) {
                broken.printStackTrace(environment.terminal().conversation());
            }
            return Program.fail(
                    environment,
                    Failure.of("agent-vault itself broke (" + broken.getClass().getSimpleName() + ").")
                            .because("This is a defect. With AGENT_VAULT_LOG_LEVEL=debug it shows where."));
        }
    }
}
