package agentvault.proxy;

import agentvault.inject.Plan;
import agentvault.inject.Values;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.Warrant;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// Opens the secrets of one request, into the head that is about to be written and into nothing else, and wipes that
/// head when it is out.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class Injection {

    private static final int USUAL_HEAD = 1024;

    private Injection() {}

    /// Hears that a head has left for good, or did not.
    @FunctionalInterface
    interface Sent {
        void sent(boolean well);
    }

    /// Writes the head, or says why that cannot be: then nothing was written.
    static @Nullable Trouble send(Plan plan, Warrant warrant, Channel to, Sent sent) {
        var out = to.alloc().directBuffer(USUAL_HEAD);
        Trouble trouble;
        try {
            trouble = write(plan, warrant, out);
        } catch (RuntimeException e) {
            wipe(out);
            throw e;
        }
        if (trouble != null) {
            wipe(out);
            return trouble;
        }
        // Alone, so that it is not copied together with what follows.
        to.writeAndFlush(out.retain()).addListener(written -> {
            wipe(out);
            sent.sent(written.isSuccess());
        });
        return null;
    }

    private static @Nullable Trouble write(Plan plan, Warrant warrant, ByteBuf out) {
        try {
            var opened = Values.open(plan.needs(), need -> warrant.open(need.service(), need.key()));
            if (opened.isEmpty()) return Trouble.missingCredential("of the service", "");
            try (var values = opened.get()) {
                return switch (plan.write(out, values)) {
                    case WHOLE -> null;
                    case UNPLACEABLE -> Trouble.unusableCredential();
                };
            }
        } catch (IntegrityBroken _) {
            return Trouble.unreadableCredential();
        }
    }

    private static void wipe(ByteBuf head) {
        head.setZero(0, head.capacity());
        head.release();
    }
}
