package agentvault.inject;

import agentvault.match.AllowedPlaceholder;
import agentvault.match.PlaceholderScanner;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.CredentialKey;
import agentvault.vault.Service;
import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How one request goes out: what is dropped of it, what is exchanged in it, what is added. Made before any secret is
/// opened; written once there is a connection that may have it.
public final class Plan {

    private final Incoming request;
    private final String query;
    private final FieldFilter filter;
    private final List<Swap> swaps;
    private final Attachment slot;
    private final List<Need> slotNeeds;
    private final Set<Need> needs;
    private final Optional<Service> stream;

    /// What came of looking at a request.
    public sealed interface Result {
        record Ready(Plan plan) implements Result {}

        record Misused(Misuse misuse) implements Result {}
    }

    /// What came of writing a head.
    public enum Written {
        WHOLE,
        /// A value cannot be put where it belongs without breaking the message; nothing may be sent of what was
        /// written.
        UNPLACEABLE
    }

    private Plan(
            Incoming request, String query, FieldFilter filter, List<Swap> swaps, Slot slot, Optional<Service> stream) {
        this.request = request;
        this.query = query;
        this.filter = filter;
        this.swaps = List.copyOf(swaps);
        this.slot = slot.attachment();
        this.slotNeeds = slot.needs();
        this.stream = stream;
        var all = new LinkedHashSet<>(slotNeeds);
        swaps.forEach(swap -> all.add(swap.need()));
        this.needs = Collections.unmodifiableSet(all);
    }

    /// A request that no service fills a slot of.
    public static Result of(Incoming request, List<AllowedPlaceholder> allowed, PlaceholderScanner scanner) {
        return of(request, new Slot(new Attachment.Passthrough(), List.of()), Optional.empty(), allowed, scanner);
    }

    public static Result of(
            Incoming request, Service service, List<AllowedPlaceholder> allowed, PlaceholderScanner scanner) {
        var attachment = service.rule().attachment();
        var needs =
                attachment.keys().stream().map(key -> new Need(service, key)).toList();
        var stream = Optional.of(service).filter(one -> opensStream(request, one));
        return of(request, new Slot(attachment, needs), stream, allowed, scanner);
    }

    /// What a service fills, and with what.
    private record Slot(Attachment attachment, List<Need> needs) {}

    /// The events of MCP servers are read along with: the first one says where the client posts its messages.
    private static boolean opensStream(Incoming request, Service service) {
        return request.head().method().equals("GET")
                && service.binding() instanceof Binding.Bound(var _, Binding.Target.McpServer(var _, var transport))
                && transport.tellsEndpoint();
    }

    private static Result of(
            Incoming request,
            Slot slot,
            Optional<Service> stream,
            List<AllowedPlaceholder> allowed,
            PlaceholderScanner scanner) {
        var filter = FieldFilter.of(request, FieldFilter.slots(slot.attachment()), stream.isPresent());
        var query = slot.attachment() instanceof Attachment.Query(var _, var parameter)
                ? OwnParameter.without(request.query(), parameter)
                : request.query();
        var swaps = Swaps.in(request, query, filter, scanner, allowed);
        if (swaps.misuse().isPresent()) return new Result.Misused(swaps.misuse().get());
        return new Result.Ready(new Plan(request, query, filter, swaps.found(), slot, stream));
    }

    /// Every credential that goes along, each once.
    public Set<Need> needs() {
        return needs;
    }

    /// The service whose MCP server is asked for a stream of events, if this may be one. What comes is not coded then.
    public Optional<Service> stream() {
        return stream;
    }

    public Incoming request() {
        return request;
    }

    /// Writes the head that goes out.
    public Written write(ByteBuf out, Values values) {
        try {
            new OutgoingHead(this, out, values).write();
            return Written.WHOLE;
        } catch (Unplaceable _) {
            return Written.UNPLACEABLE;
        }
    }

    String query() {
        return query;
    }

    boolean drops(int field) {
        return filter.drops(field);
    }

    Attachment slot() {
        return slot;
    }

    /// The need behind a key of the slot.
    Need slotNeed(CredentialKey key) {
        for (var need : slotNeeds) if (need.key().equals(key)) return need;
        throw new IllegalArgumentException("not a key of the slot");
    }

    /// What is exchanged in one part, in the order in which it stands there.
    List<Swap> swaps(int part) {
        return swaps.isEmpty()
                ? swaps
                : swaps.stream().filter(swap -> swap.part() == part).toList();
    }

    /// What it is about, without what is in it.
    @Override
    public String toString() {
        return "Plan[" + request + "]";
    }
}
