package agentvault.fuzz;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.crypto.Secret;
import agentvault.http.HeadLimits;
import agentvault.http.HeadProgress;
import agentvault.http.HeadReader;
import agentvault.http.RequestHead;
import agentvault.id.Id;
import agentvault.inject.Incoming;
import agentvault.inject.Plan;
import agentvault.inject.Values;
import agentvault.match.AllowedPlaceholder;
import agentvault.match.PlaceholderScanner;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Requests with placeholders, on their way out: a path, a query and header values, one a line, against an exchange
/// that
/// builds texts.
public final class PlaceholderFuzz {

    private static final List<String> VALUES =
            List.of("plain", "a/b?c#d%e&f", "..", ".", "two\r\nlines", " edge", "__b__", "\u00e9", "%2e");
    private static final HeadLimits WIDE = new HeadLimits(32, 1 << 16, 1 << 18, 100);
    private static final PlaceholderScanner SCANNER =
            PlaceholderScanner.of(SlowExchange.PLACES.keySet().stream().toList());
    private static final List<AllowedPlaceholder> ALLOWED = allowed();

    private PlaceholderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var draw = new Draw(input);
        var values = Map.of("A", draw.of(VALUES), "B", draw.of(VALUES), "LONG", draw.of(VALUES));
        var rest = new String(draw.rest(), StandardCharsets.ISO_8859_1);
        if (rest.indexOf('\r') >= 0) return;
        var lines = rest.split("\n", -1);
        var text = "GET /" + lines[0] + "?" + (lines.length > 1 ? lines[1] : "")
                + " HTTP/1.1\r\nHost: api.example.com\r\n"
                + Arrays.stream(lines)
                        .skip(2)
                        .map(line -> "X: " + line + "\r\n")
                        .collect(Collectors.joining())
                + "\r\n";
        var head = read(text, HeadLimits.STANDARD);
        if (head.isEmpty()) return;
        var out = written(head.get(), values);
        Invariant.same(out, new SlowExchange(head.get(), values).written(), "what goes out is what was exchanged");
        out.ifPresent(sent -> Invariant.same(
                read(sent, WIDE).map(again -> again.fields().size()),
                Optional.of(head.get().fields().size()),
                "it is one head with as many fields"));
    }

    /// The head that these bytes are, if they are one and nothing else.
    private static Optional<RequestHead> read(String text, HeadLimits limits) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        return new HeadReader(limits, true).read(bytes) instanceof HeadProgress.Whole(var head) && !bytes.hasRemaining()
                ? Optional.of(head)
                : Optional.empty();
    }

    private static Optional<String> written(RequestHead head, Map<String, String> values) {
        var line = head.line();
        var request = new Incoming(
                head, head.authority(), true, line.path(), line.query(), Incoming.Authorization.THEIRS, false);
        if (!(Plan.of(request, ALLOWED, SCANNER) instanceof Plan.Result.Ready(var plan))) return Optional.empty();
        var opened = Values.open(
                        plan.needs(),
                        need -> Optional.ofNullable(values.get(need.key().text()))
                                .map(text -> Secret.take(text.getBytes(StandardCharsets.UTF_8))))
                .orElseThrow();
        var out = Unpooled.buffer();
        try (opened) {
            return switch (plan.write(out, opened)) {
                case WHOLE -> Optional.of(out.toString(StandardCharsets.ISO_8859_1));
                case UNPLACEABLE -> Optional.empty();
            };
        } finally {
            out.release();
        }
    }

    /// What stands for nothing here is for another destination.
    private static List<AllowedPlaceholder> allowed() {
        var placeholders = SlowExchange.PLACES.entrySet().stream()
                .filter(each -> !each.getValue().surfaces().isEmpty())
                .map(each -> new Placeholder(
                        new CredentialKey(each.getValue().key()),
                        each.getKey(),
                        each.getValue().surfaces()))
                .toList();
        var reach = new Reach.Destinations(List.of(Destination.of(HostPattern.of("api.example.com"))));
        var service = new Service(
                new Id(1, 1),
                new Id(1, 2),
                new Slug("api"),
                new Service.Rule(reach, new Attachment.PlaceholdersOnly(), placeholders),
                true,
                new Binding.Free(),
                Life.startedAt(new Stamp(Instant.EPOCH, 1)));
        return IntStream.range(0, placeholders.size())
                .mapToObj(i -> new AllowedPlaceholder(service, placeholders.get(i)))
                .toList();
    }
}
