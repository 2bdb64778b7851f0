package agentvault.stream;

import agentvault.http.Fields;
import agentvault.http.ResponseHead;
import agentvault.id.Id;
import agentvault.match.Target;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The streams of MCP servers that are open, and where each server has told its client to post messages. Streams and
/// messages come by different connections, so it is used from all event loops.
public final class OpenStreams {

    private static final String POST = "POST";
    private static final int OK = 200;

    private final Map<Told, List<Id>> services = new ConcurrentHashMap<>();

    /// Where messages go, and what whoever may post them has shown.
    private record Told(Id shown, MessageUrl url) {}

    /// The services whose servers have told somebody to make this very request, on streams that are open now.
    ///
    /// @param shown the token or session of whoever asks
    public Set<Id> told(Id shown, Target target) {
        if (services.isEmpty() || !target.method().equals(POST) || target.overridesMethod()) return Set.of();
        return MessageUrl.of(target)
                .map(url -> Set.copyOf(services.getOrDefault(new Told(shown, url), List.of())))
                .orElse(Set.of());
    }

    /// Begins to listen to what was asked for as a stream; empty if the response is none that can be read.
    ///
    /// @param shown the token or session of whoever asked
    /// @param service whose server it is
    public Optional<Stream> open(Id shown, Id service, Target asked, ResponseHead head) {
        boolean readable = head.status() == OK
                && ofEvents(head)
                && List.of("", "identity").containsAll(values(head.fields(), "content-encoding"));
        return readable ? Optional.of(new Stream(shown, service, asked)) : Optional.empty();
    }

    /// Whether what follows are events.
    public static boolean ofEvents(ResponseHead head) {
        return values(head.fields(), "content-type").equals(List.of("text/event-stream"));
    }

    private static List<String> values(Fields fields, String name) {
        var values = new ArrayList<String>(1);
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.named(i, name)) continue;
            values.add(fields.value(i).split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
        }
        return values;
    }

    /// One stream, heard as it passes. Used on one event loop.
    public final class Stream implements AutoCloseable {

        private final Id shown;
        private final Id service;
        private final Target asked;
        private final FirstEvent event = new FirstEvent();
        private @Nullable Told told;
        private boolean closed;

        private Stream(Id shown, Id service, Target asked) {
            this.shown = shown;
            this.service = service;
            this.asked = asked;
        }

        /// Hears the next piece before the client does. It stays as it is.
        public void hear(ByteBuf piece) {
            if (closed || event.over()) return;
            event.read(piece).flatMap(url -> MessageUrl.told(asked, url)).ifPresent(url -> tell(new Told(shown, url)));
        }

        private void tell(Told where) {
            told = where;
            services.merge(where, List.of(service), (some, one) -> {
                var all = new ArrayList<>(some);
                all.addAll(one);
                return List.copyOf(all);
            });
        }

        /// What it has told counts no longer.
        @Override
        public void close() {
            closed = true;
            var where = told;
            told = null;
            if (where == null) return;
            services.computeIfPresent(where, (_, some) -> {
                var left = new ArrayList<>(some);
                left.remove(service);
                return left.isEmpty() ? null : List.copyOf(left);
            });
        }
    }
}
