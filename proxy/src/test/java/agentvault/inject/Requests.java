package agentvault.inject;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.crypto.Secret;
import agentvault.http.HeadLimits;
import agentvault.http.HeadProgress;
import agentvault.http.HeadReader;
import agentvault.http.RequestHead;
import agentvault.id.Id;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request becomes on its way out, in a line or two.
final class Requests {

    static final CredentialKey KEY = new CredentialKey("KEY");
    static final String REFUSED = "refused: ";

    private Requests() {}

    static RequestHead head(String... lines) {
        var bytes = ByteBuffer.wrap(sent(lines).getBytes(StandardCharsets.ISO_8859_1));
        return switch (new HeadReader(HeadLimits.STANDARD, true).read(bytes)) {
            case HeadProgress.Whole(var head) -> head;
            case HeadProgress.Refused(var refusal) -> throw new AssertionError(refusal);
            case HeadProgress.More() -> throw new AssertionError("not whole");
        };
    }

    /// The text of a head.
    static String sent(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    static Incoming incoming(String... lines) {
        var head = head(lines);
        return new Incoming(
                head,
                head.authority(),
                true,
                head.line().path(),
                head.line().query(),
                Incoming.Authorization.THEIRS,
                false);
    }

    static Service service(Attachment attachment, Binding binding, Placeholder... placeholders) {
        var reach = new Reach.Destinations(List.of(Destination.of(HostPattern.of("api.example.com"))));
        return new Service(
                new Id(1, 1),
                new Id(1, 2),
                new Slug("api"),
                new Service.Rule(reach, attachment, List.of(placeholders)),
                true,
                binding,
                Life.startedAt(new Stamp(Instant.EPOCH, 1)));
    }

    /// The head that goes out with a slot filled, or why none does.
    static String filled(Attachment attachment, String value, String... lines) {
        return filled(attachment, value, incoming(lines));
    }

    static String filled(Attachment attachment, String value, Incoming request) {
        var service = service(attachment, new Binding.Free());
        return written(Plan.of(request, service, List.of(), PlaceholderScanner.of(List.of())), Map.of("KEY", value));
    }

    /// The head that goes out with a placeholder exchanged, or why none does.
    static String exchanged(Placeholder placeholder, Binding binding, String value, String... lines) {
        var service = service(new Attachment.PlaceholdersOnly(), binding, placeholder);
        var scanner = PlaceholderScanner.of(List.of(placeholder.text(), "__elsewhere__"));
        var allowed = List.of(new AllowedPlaceholder(service, placeholder));
        return written(Plan.of(incoming(lines), allowed, scanner), Map.of("KEY", value));
    }

    static String written(Plan.Result result, Map<String, String> values) {
        return switch (result) {
            case Plan.Result.Misused(var misuse) -> REFUSED + misuse;
            case Plan.Result.Ready(var plan) -> written(plan, values);
        };
    }

    private static String written(Plan plan, Map<String, String> values) {
        var out = Unpooled.buffer();
        var opened = Values.open(
                        plan.needs(),
                        need -> Optional.ofNullable(values.get(need.key().text()))
                                .map(text -> Secret.take(text.getBytes(StandardCharsets.UTF_8))))
                .orElseThrow();
        try (opened) {
            return switch (plan.write(out, opened)) {
                case WHOLE -> out.toString(StandardCharsets.ISO_8859_1);
                case UNPLACEABLE -> REFUSED + "UNPLACEABLE";
            };
        }
    }
}
