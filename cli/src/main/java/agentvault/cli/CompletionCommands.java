package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Completion;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.json.Json;

/// `completion`: what makes a shell complete commands and flags.
final class CompletionCommands {

    private static final Argument SHELL = Argument.one("SHELL", "bash, zsh or fish.");
    private static final Argument WORDS = Argument.any("WORD", "What is typed so far.");

    /// Each hands the words that are typed so far to the command itself, so that it never knows another tree than the
    /// one
    /// that runs.
    private static final String BASH = """
            _agent_vault() {
              local IFS=$'\\n'
              COMPREPLY=($(compgen -W "$(agent-vault __complete -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _agent_vault agent-vault
            """;
    private static final String ZSH = """
            #compdef agent-vault
            _agent_vault() {
              local -a found
              found=(${(f)"$(agent-vault __complete -- "${(@)words[2,CURRENT-1]}" 2>/dev/null)"})
              if (( $#found )); then compadd -a found; else _files; fi
            }
            compdef _agent_vault agent-vault
            """;
    private static final String FISH = """
            complete -c agent-vault -a '(agent-vault __complete -- (commandline -opc)[2..] 2>/dev/null)'
            """;

    private CompletionCommands() {}

    static Command completion() {
        return Command.of(
                        "completion",
                        "Print what makes a shell complete commands and flags",
                        CompletionCommands::script)
                .example(
                        "agent-vault completion bash > ~/.local/share/bash-completion/completions/agent-vault",
                        "Set it up for bash")
                .example(
                        "agent-vault completion fish > ~/.config/fish/completions/agent-vault.fish",
                        "Set it up for fish")
                .takes(SHELL);
    }

    /// What the scripts call; no help shows it.
    static Command complete() {
        return Command.of(Command.SILENT + "complete", "Print what may come next", CompletionCommands::candidates)
                .takes(WORDS);
    }

    private static int script(Call call) {
        var script = switch (call.one(SHELL)) {
            case "bash" -> BASH;
            case "zsh" -> ZSH;
            case "fish" -> FISH;
            default ->
                throw Failure.misuse("There is no completion for this shell.").because("Shells: bash, zsh, fish.");
        };
        call.reply().text(script, Json.object().with("script", script));
        return Exit.DONE;
    }

    private static int candidates(Call call) {
        var found = Completion.after(call.root(), Program.EVERYWHERE, call.all(WORDS));
        call.reply().text(String.join("\n", found) + "\n", Json.texts(found));
        return Exit.DONE;
    }
}
