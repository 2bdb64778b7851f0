package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.http.RequestHead;
import agentvault.http.TargetForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Connections that an entrance takes for something else than requests to handlers.
class TakeOverTest {

    private static final String CONNECT = "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n";

    @Test
    void a_taken_over_channel_gets_the_bytes_after_the_head_and_all_that_follow() throws IOException {
        try (var probe = Probe.of(Limits.STANDARD, TakeOverTest::entrance);
                var client = probe.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n" + CONNECT + "first\n");
            client.readTo("HTTP/1.1 200 OK\r\n\r\nfirst\n");
            assertThat(client.send("second\n").readTo("\n")).isEqualTo("second\n");
            assertThat(client.send("third\n").readTo("\n")).isEqualTo("third\n");
        }
    }

    @Test
    void a_taken_over_channel_is_closed_at_the_end_of_a_drain() throws IOException {
        try (var probe = Probe.of(Limits.STANDARD, TakeOverTest::entrance);
                var client = probe.connect()) {
            client.send(CONNECT).readTo("\r\n\r\n");
            probe.listener().drain(Duration.ofMillis(50));

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    private static Reception entrance(RequestHead head, Peer peer) {
        if (head.line().form() == TargetForm.AUTHORITY) return new Reception.TakenOver(new Mirror());
        return new Reception.Handled(Probe::echo, 0, Duration.ofSeconds(1));
    }

    /// Says yes, and then sends back what comes.
    private static final class Mirror extends ChannelInboundHandlerAdapter {

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), "HTTP/1.1 200 OK\r\n\r\n"))
                    .addListener(_ -> {});
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.writeAndFlush((ByteBuf) message).addListener(_ -> {});
        }
    }
}
