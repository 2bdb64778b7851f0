package agentvault.wire;

import agentvault.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.RejectedExecutionException;

/// Where the threads of handlers come in: what they want of a connection is done on its event loop, if the exchange
/// that
/// they mean is still the one.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
record Door(HttpConnection connection) {

    void answer(Exchange of, Answer answer) {
        later(() -> connection.answer(of, answer));
    }

    void refuse(Exchange of, Refusal why) {
        later(() -> {
            if (connection.has(of)) connection.refuse(why);
        });
    }

    void breakOff(Exchange of, Events.End end) {
        later(() -> {
            if (!connection.has(of)) return;
            of.breakOff(new ClientGone(), end);
            connection.channel().close();
        });
    }

    /// Writes a piece of a streamed answer; the promise fails if the exchange has ended.
    ChannelPromise write(Exchange of, ByteBuf bytes, int ofBody) {
        var written = connection.channel().newPromise();
        boolean taken = later(() -> {
            if (!connection.has(of)) {
                bytes.release();
                written.setFailure(new ClientGone());
                return;
            }
            of.count(ofBody);
            connection.outbound().write(bytes, written);
        });
        if (!taken) written.setFailure(new ClientGone());
        return written;
    }

    void finish(Exchange of, byte[] end) {
        later(() -> {
            if (!connection.has(of)) return;
            var last = connection
                    .outbound()
                    .write(Unpooled.wrappedBuffer(end), connection.channel().newPromise());
            connection.afterwards(of, last);
        });
    }

    void wanted(Exchange of) {
        later(() -> connection.wanted(of));
    }

    void drain() {
        later(connection::drain);
    }

    private boolean later(Runnable what) {
        try {
            connection.channel().eventLoop().execute(what);
            return true;
        } catch (RejectedExecutionException _) {
            // The loops are shut down, and every connection with them.
            return false;
        }
    }
}
