package agentvault.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {

    private static final Flag VAULT = Flag.with("vault", "NAME", "The vault");
    private static final Flag JSON = Flag.on("json", "JSON");

    private static final Command ROOT = Command.group(
            "tool",
            "A tool",
            () -> List.of(
                    Command.group("audit", "The trail", () -> List.of(leaf("list"), leaf("verify"))),
                    Command.of("status", "Show how it is.\n\nMore about it.", _ -> 0)
                            .example("tool status", "See it")
                            .flags(
                                    VAULT,
                                    Flag.on("old", "").silent(),
                                    Flag.on("fast", "Be fast").purpose("Speed")),
                    leaf(Command.SILENT + "inner")));

    @Test
    void commands_of_another_module_join_groups_and_take_the_place_of_others() {
        var joined = ROOT.with(() -> List.of(
                Command.group("audit", "Ignored", () -> List.of(leaf("verify"), leaf("seal"))),
                leaf("status"),
                leaf("server")));

        assertThat(joined.commands()).extracting(Command::name).containsExactly("audit", "status", "__inner", "server");
        assertThat(joined.find("audit").orElseThrow().commands())
                .extracting(Command::name)
                .containsExactly("list", "verify", "seal");
        assertThat(joined.find("status").orElseThrow().flags()).isEmpty();
    }

    @Test
    void help_shows_the_sentence_the_usage_examples_and_flags_by_purpose() {
        var help = HelpText.of(List.of("tool", "status"), ROOT.find("status").orElseThrow(), List.of(JSON));

        assertThat(help).isEqualTo("""
                Show how it is.

                More about it.

                Usage: tool status [flags]

                Examples:
                  # See it
                  tool status

                Flags:
                      --vault NAME  The vault

                Speed:
                      --fast  Be fast

                Flags of every command:
                      --json  JSON
                  -h, --help  Show this text
                """);
    }

    @Test
    void help_of_a_group_lists_its_commands_by_their_sentence() {
        assertThat(HelpText.of(List.of("tool"), ROOT, List.of()))
                .contains("Usage: tool <command>", "  audit   The trail\n  status  Show how it is.\n")
                .doesNotContain("inner");
    }

    @Test
    void completion_offers_what_may_come_next() {
        assertThat(after()).containsExactly("audit", "status", "--json", "--help");
        assertThat(after("audit")).containsExactly("list", "verify", "--json", "--help");
        assertThat(after("status")).containsExactly("--vault", "--fast", "--json", "--help");
        assertThat(after("status", "--vault")).isEmpty();
        assertThat(after("status", "--vault", "x")).contains("--fast");
    }

    @Test
    void the_nearest_name_is_offered_only_if_it_is_near() {
        var names = List.of("credential", "service", "user");

        assertThat(Nearest.to("crednetial", names)).contains("credential");
        assertThat(Nearest.to("usr", names)).contains("user");
        assertThat(Nearest.to("proposal", names)).isEmpty();
    }

    private static List<String> after(String... typed) {
        return Completion.after(ROOT, List.of(JSON), List.of(typed));
    }

    private static Command leaf(String name) {
        return Command.of(name, "Does " + name, _ -> 0);
    }
}
