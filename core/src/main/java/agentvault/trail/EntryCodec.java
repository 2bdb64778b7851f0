package agentvault.trail;

import agentvault.id.Face;
import agentvault.id.Id;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The fields of each kind of entry, in order.
final class EntryCodec {

    private EntryCodec() {}

    static void write(FieldWriter to, Entry entry) {
        switch (entry) {
            case Entry.Opened opened -> writeOpened(to, opened);
            case Entry.Use use -> writeUse(to, use);
            case Entry.Intent intent -> writeIntent(to, intent);
            case Entry.Applied(var intent, var counters) -> writeCounters(to.number(intent), counters);
            case Entry.Voided(var intent) -> to.number(intent);
            case Entry.Refused(var actor, var action, var scope, var reason) ->
                to.id(actor).text(action).id(scope).text(reason);
            case Entry.Event(var actor, var action, var face, var target, var detail) ->
                to.id(actor).text(action).octet(face.code()).id(target).text(detail);
            case Entry.Epoch(var epoch, var reason, var counters) ->
                writeCounters(to.number(epoch).text(reason), counters);
            case Entry.Checkpointed(var note) -> to.text(note);
            case Entry.Closed() -> {}
        }
    }

    /// Reads an entry, or says that these are not the bytes of one. Hostile bytes end here.
    static Optional<Entry> read(int code, ByteBuffer fields) {
        var kind = EntryKind.ofCode(code);
        if (kind.isEmpty()) return Optional.empty();
        var from = new FieldReader(fields);
        try {
            var entry = read(kind.get(), from);
            from.end();
            return Optional.of(entry);
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Entry read(EntryKind kind, FieldReader from) {
        return switch (kind) {
            case OPENED -> new Entry.Opened(from.id(), from.id(), from.text(), from.head(), from.number());
            case USE -> readUse(from);
            case INTENT -> readIntent(from);
            case APPLIED -> new Entry.Applied(from.number(), readCounters(from));
            case VOIDED -> new Entry.Voided(from.number());
            case REFUSED -> new Entry.Refused(from.id(), from.text(), from.id(), from.text());
            case EVENT -> new Entry.Event(from.id(), from.text(), face(from), from.id(), from.text());
            case EPOCH -> new Entry.Epoch(from.number(), from.text(), readCounters(from));
            case CHECKPOINT -> new Entry.Checkpointed(from.text(Bounds.NOTE_BYTES));
            case CLOSED -> new Entry.Closed();
        };
    }

    private static void writeOpened(FieldWriter to, Entry.Opened opened) {
        to.id(opened.installation())
                .id(opened.instance())
                .text(opened.version())
                .head(opened.previous())
                .number(opened.tornBytes());
    }

    private static void writeUse(FieldWriter to, Entry.Use use) {
        to.id(use.actor()).id(use.session()).id(use.vault()).id(use.service()).number(use.serviceRevision());
        to.list(use.credentials(), (out, each) -> out.id(each.credential()).number(each.version()));
        to.text(use.host()).text(use.method()).octet(use.face().code());
    }

    private static Entry.Use readUse(FieldReader from) {
        return new Entry.Use(
                from.id(),
                from.id(),
                from.id(),
                from.id(),
                from.number(),
                from.list(Bounds.CREDENTIALS, each -> new CredentialVersion(each.id(), each.number())),
                from.text(),
                from.text(),
                face(from));
    }

    private static void writeIntent(FieldWriter to, Entry.Intent intent) {
        to.id(intent.actor()).text(intent.action()).octet(intent.face().code());
        to.id(intent.scope()).number(intent.counter());
        to.list(intent.targets(), FieldWriter::id).text(intent.detail());
    }

    private static Entry.Intent readIntent(FieldReader from) {
        Id actor = from.id();
        return new Entry.Intent(
                actor,
                from.text(),
                face(from),
                from.id(),
                from.number(),
                from.list(Bounds.TARGETS, FieldReader::id),
                from.text());
    }

    private static void writeCounters(FieldWriter to, List<ScopeCounter> counters) {
        to.list(counters, (out, each) -> out.id(each.scope()).number(each.counter()));
    }

    private static List<ScopeCounter> readCounters(FieldReader from) {
        return from.list(Bounds.COUNTERS, each -> new ScopeCounter(each.id(), each.number()));
    }

    private static Face face(FieldReader from) {
        return Face.ofCode(from.octet()).orElseThrow(() -> new IllegalArgumentException("no such face"));
    }
}
