package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole run of a Java program by processes of their own, with nothing but the JDK.
class WholeRunTest {

    @TempDir
    private Path folder;

    @Test
    void a_java_program_uses_a_credential_that_it_does_not_have() throws Exception {
        try (var stage = RunStage.open(folder).loggedIn()) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var classes = System.getProperty("java.class.path");
            var words = new ArrayList<>(List.of("run", "--vault", "shop", "--", java, "-cp", classes));
            words.addAll(List.of(AskingProgram.class.getName(), stage.at(RunStage.SHOP, "/v1/balance")));

            var ran = stage.program().fromClasses().run(words, "");

            assertThat(ran.answer()).as(ran.conversation()).isEqualTo("ok");
            assertThat(ran.code()).isZero();
            assertThat(stage.site().seen()).containsExactly(new SecureSite.Seen("GET", "Bearer " + RunStage.SHOP_KEY));
            assertThat(ran.conversation()).doesNotContain(RunStage.SHOP_KEY, "av_sess_");
            assertThat(stage.sessions()).isEmpty();
        }
    }
}
