package agentvault.bench;

import agentvault.http.HeadLimits;
import agentvault.http.HeadProgress;
import agentvault.http.HeadReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Reading the head of a usual API call, about 500 bytes in 10 headers, from the memory that a socket fills. Peer:
/// Netty's
/// decoder with its usual validation, called without a pipeline around it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx1g", "--enable-native-access=ALL-UNNAMED"})
public class HeadBenchmark {

    private static final String HEAD = String.join(
            "\r\n",
            "POST /repos/example/agent-vault/issues/1234/comments?per_page=100&page=2 HTTP/1.1",
            "Host: api.example.com",
            "User-Agent: octokit-core.js/6.1.2 Node.js/22.11.0 (linux; x64)",
            "Accept: application/vnd.example.v3+json",
            "Accept-Encoding: gzip, deflate, br",
            "Accept-Language: en",
            "Authorization: Bearer av_sess_0123456789abcdefghijklmnopqrstuvwxyzABCD",
            "Content-Type: application/json; charset=utf-8",
            "Content-Length: 128",
            "Connection: keep-alive",
            "X-Request-Id: 5f3c6d1e-8a53-4bd2-9f0b-0c3f0a4d7e21",
            "",
            "");

    private final ByteBuf bytes = Unpooled.directBuffer().writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
    private final ByteBuffer memory = bytes.nioBuffer();

    /// The decoder without the channel that usually calls it.
    private static final class Bare extends HttpRequestDecoder {

        List<Object> decoded(ByteBuf in) throws Exception {
            var out = new ArrayList<Object>(1);
            decode(null, in, out);
            return out;
        }
    }

    @Setup
    public void prepare() throws Exception {
        if (!(ours() instanceof HeadProgress.Whole)) throw new IllegalStateException("what is measured does not match");
        if (!(netty().getFirst() instanceof HttpRequest request)
                || request.headers().size() != 10) throw new IllegalStateException("what is measured does not match");
    }

    @Benchmark
    public HeadProgress ours() {
        return new HeadReader(HeadLimits.STANDARD, true).read(memory.rewind());
    }

    @Benchmark
    public Object oursWithTextHeaders() {
        if (!(ours() instanceof HeadProgress.Whole(var head))) throw new IllegalStateException("no head");
        return head.fields().headers();
    }

    @Benchmark
    public List<Object> netty() throws Exception {
        return new Bare().decoded(bytes.readerIndex(0));
    }
}
