package agentvault.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    private static final Paint PLAIN = new Paint(false);

    @Test
    void text_stands_left_and_numbers_right() {
        var table = Table.of("NAME", "#WAITING", "ROLE")
                .row("payments", "3", "admin")
                .row("ci", "12", "member");

        assertThat(table.plain())
                .containsExactly("NAME      WAITING  ROLE", "payments        3  admin", "ci             12  member");
    }

    @Test
    void a_pipe_gets_everything_and_a_terminal_what_fits() {
        var table = Table.of("NAME", "VAULTS").row("bot", "payments:proxy, billing:member, reports:proxy");

        assertThat(table.plain()).last().asString().endsWith("reports:proxy");
        assertThat(table.fitted(24, PLAIN)).containsExactly("NAME  VAULTS", "bot   payments:proxy, b…");
    }

    @Test
    void wide_characters_take_two_places_and_marks_none() {
        var table = Table.of("NAME", "X").row("東京", "1").row("e\u0301", "2");

        assertThat(table.plain()).containsExactly("NAME  X", "東京  1", "e\u0301     2");
        assertThat(Cells.cut("東京タワー", 7)).isEqualTo("東京タ…");
    }

    @Test
    void a_cell_from_elsewhere_cannot_steer_the_terminal() {
        var table = Table.of("NAME").row("a\u001b]0;pwned\u0007\nb");

        assertThat(table.plain()).last().isEqualTo("a\\u{1b}]0;pwned\\u{7}\\nb");
    }

    @Test
    void only_the_heading_is_dim() {
        assertThat(Table.of("A").row("b").fitted(80, new Paint(true))).containsExactly("\u001b[2mA\u001b[0m", "b");
    }
}
