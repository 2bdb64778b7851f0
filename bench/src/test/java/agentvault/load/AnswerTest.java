package agentvault.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTest {

    private static final String WHOLE = "HTTP/1.1 401 Unauthorized\r\nServer: x\r\nContent-Length: 5\r\n\r\nabcde";

    private final Answer answer = new Answer();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    @Test
    void is_whole_with_its_last_byte_however_the_bytes_come() {
        for (int cut = 1; cut < WHOLE.length(); cut++) {
            assertThat(answer.take(bytes(WHOLE.substring(0, cut)))).isEqualTo(Answer.UNFINISHED);
            assertThat(answer.take(bytes(WHOLE.substring(cut)))).isEqualTo(401);
        }
    }

    @Test
    void without_a_length_has_no_body() {
        assertThat(answer.take(bytes("HTTP/1.1 200 Connection established\r\n\r\n")))
                .isEqualTo(200);
    }

    @Test
    void more_bytes_than_were_announced_are_not_taken_for_anything() {
        assertThatThrownBy(() -> answer.take(bytes(WHOLE + "f"))).isInstanceOf(IllegalArgumentException.class);
    }
}
