package agentvault.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

    private static final Flag VAULT = Flag.with("vault", "NAME", "The vault");
    private static final Flag ROLE = Flag.with("role", "ROLE", "The role").many();
    private static final Flag YES = Flag.on("yes", "Do not ask").letter("y");
    private static final Flag JSON = Flag.on("json", "JSON");
    private static final Argument KEY = Argument.one("KEY", "The key.");
    private static final Argument MORE = Argument.any("MORE", "More.");

    private static final Command SET =
            Command.of("set", "Set", _ -> 0).flags(VAULT, ROLE, YES).takes(KEY, MORE);
    private static final Argument LINE = Argument.line("CMD", "What to run.");
    private static final Command ROOT = Command.group(
            "tool",
            "A tool",
            () -> List.of(
                    Command.group("credential", "Credentials", () -> List.of(SET))
                            .alias("creds"),
                    Command.of("run", "Run", _ -> 0).flags(VAULT, YES).takes(LINE),
                    Command.of("invite", "Invite", _ -> 0).takes(KEY).beside(Command.of("list", "List", _ -> 0))));

    @Test
    void words_and_flags_may_stand_in_any_order() {
        for (var line :
                List.of("--vault v -y K a b", "K --vault=v a --yes b", "K a b -y --vault v", "-y --vault v -- K a b")) {
            var given = run("credential set " + line);

            assertThat(given.words(KEY)).containsExactly("K");
            assertThat(given.words(MORE)).containsExactly("a", "b");
            assertThat(given.values(VAULT)).containsExactly("v");
            assertThat(given.on(YES)).isTrue();
        }
    }

    @Test
    void an_alias_is_the_command_and_flags_of_every_command_may_stand_before_it() {
        assertThat(run("--json creds set K").on(JSON)).isTrue();
    }

    @Test
    void behind_two_hyphens_everything_is_a_word() {
        assertThat(run("creds set -- -y --vault").words(KEY)).containsExactly("-y");
        assertThat(run("creds set -- -y --vault").words(MORE)).containsExactly("--vault");
    }

    @Test
    void the_first_word_of_another_programs_line_ends_the_flags() {
        for (var line :
                List.of("run --vault v -y claude --help --vault w", "run -y --vault=v -- claude --help --vault w")) {
            var given = run(line);

            assertThat(given.words(LINE)).containsExactly("claude", "--help", "--vault", "w");
            assertThat(given.values(VAULT)).containsExactly("v");
            assertThat(given.on(YES)).isTrue();
        }
        assertThat(run("run npm -- test").words(LINE)).containsExactly("npm", "--", "test");
        assertThat(run("run -- --odd").words(LINE)).containsExactly("--odd");
        assertThat(Parser.parse(ROOT, List.of(JSON), List.of("run", "--help"))).isInstanceOf(Parsed.Help.class);
        assertThat(Parser.parse(ROOT, List.of(JSON), List.of("run", "-y"))).isInstanceOf(Parsed.Misused.class);
    }

    @Test
    void a_single_hyphen_is_a_word_and_a_flag_may_take_one() {
        assertThat(run("creds set -").words(KEY)).containsExactly("-");
        assertThat(run("creds set K --vault -").values(VAULT)).containsExactly("-");
    }

    @Test
    void a_switch_may_say_false() {
        assertThat(run("creds set K --yes=false").on(YES)).isFalse();
        assertThat(misused("creds set K --yes=perhaps").what()).isEqualTo("--yes takes no value.");
    }

    @Test
    void a_flag_counts_once_unless_it_may_be_repeated() {
        assertThat(run("creds set K --role a --role b").values(ROLE)).containsExactly("a", "b");
        assertThat(misused("creds set K --vault a --vault b").what()).isEqualTo("--vault is given twice.");
    }

    @Test
    void a_command_may_have_others_beside_it() {
        assertThat(run("invite ann@example.com").words(KEY)).containsExactly("ann@example.com");
        assertThat(run("invite list").words(KEY)).isEmpty();
    }

    @Test
    void what_was_probably_meant_comes_first() {
        assertThat(misused("crdential").next()).containsExactly("tool credential", "tool --help");
        assertThat(misused("creds set K --vualt x").next())
                .containsExactly("tool credential set --vault", "tool credential set --help");
        assertThat(misused("frobnicate").next()).containsExactly("tool --help");
    }

    @Test
    void what_is_missing_or_too_much_is_named() {
        assertThat(misused("creds set").what()).isEqualTo("Missing: KEY. The key.");
        assertThat(misused("creds set K --vault").what()).isEqualTo("--vault needs a value: --vault NAME");
        assertThat(misused("invite a b").what()).isEqualTo("One word too many: \"b\".");
    }

    @Test
    void a_value_is_never_repeated() {
        assertThat(misused("invite a KEY=hunter2").what()).doesNotContain("hunter2");
        assertThat(misused("creds set K --tokn=hunter2").what()).doesNotContain("hunter2");
        assertThat(misused("KEY=hunter2").what()).doesNotContain("hunter2");
        assertThat(run("creds set K --vault hunter2").toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "creds", "creds --help", "creds set --help", "creds set -h K", "--help"})
    void help_is_for_the_command_so_far(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.Help.class);
    }

    private static Given run(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.Run.class);
        return ((Parsed.Run) parse(line)).given();
    }

    private static Failure misused(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.Misused.class);
        return ((Parsed.Misused) parse(line)).failure();
    }

    private static Parsed parse(String line) {
        var words = line.isEmpty() ? List.<String>of() : List.of(line.split(" ", -1));
        return Parser.parse(ROOT, List.of(JSON), words);
    }
}
