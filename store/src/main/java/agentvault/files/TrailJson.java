package agentvault.files;

import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.Head;
import agentvault.trail.Recorded;
import agentvault.trail.ScopeCounter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Entries as JSON in the canonical form of RFC 8785: sorted names, no white space, one spelling of each value.
public final class TrailJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    private TrailJson() {}

    /// One entry in one line. Nobody and nothing are left out.
    public static String line(Recorded recorded) {
        var fields = new TreeMap<String, Object>(fields(recorded.entry()));
        fields.values().removeIf(Entry.NONE::equals);
        fields.replaceAll((_, value) -> value instanceof Id id ? id.toString() : value);
        fields.put("sequence", recorded.sequence());
        fields.put(
                "time",
                Instant.EPOCH.plus(recorded.wallMicros(), ChronoUnit.MICROS).toString());
        fields.put("monotonic_nanos", Long.toString(recorded.monotonicNanos()));
        fields.put("kind", recorded.entry().kind().word());
        return JSON.writeValueAsString(fields);
    }

    private static Map<String, Object> fields(Entry entry) {
        return switch (entry) {
            case Entry.Opened opened -> opened(opened);
            case Entry.Use use -> use(use);
            case Entry.Intent intent -> intent(intent);
            case Entry.Applied(var intent, var counters) -> Map.of("intent", intent, "counters", counters(counters));
            case Entry.Voided(var intent) -> Map.of("intent", intent);
            case Entry.Refused(var actor, var action, var scope, var reason) ->
                Map.of("actor", actor, "action", action, "scope", scope, "reason", reason);
            case Entry.Event event -> event(event);
            case Entry.Epoch(var epoch, var reason, var counters) ->
                Map.of("epoch", epoch, "reason", reason, "counters", counters(counters));
            case Entry.Checkpointed(var note) -> Map.of("note", note);
            case Entry.Closed() -> Map.of();
        };
    }

    private static Map<String, Object> opened(Entry.Opened opened) {
        return Map.of(
                "installation", opened.installation(),
                "instance", opened.instance(),
                "version", opened.version(),
                "previous", head(opened.previous()),
                "torn_bytes", opened.tornBytes());
    }

    private static Map<String, Object> use(Entry.Use use) {
        List<Map<String, Object>> credentials = use.credentials().stream()
                .map(each -> ordered(Map.of("id", each.credential().toString(), "version", each.version())))
                .toList();
        return Map.of(
                "actor", use.actor(),
                "session", use.session(),
                "vault", use.vault(),
                "service", use.service(),
                "service_revision", use.serviceRevision(),
                "credentials", credentials,
                "host", use.host(),
                "method", use.method(),
                "face", use.face().name());
    }

    private static Map<String, Object> intent(Entry.Intent intent) {
        return Map.of(
                "actor", intent.actor(),
                "action", intent.action(),
                "face", intent.face().name(),
                "scope", intent.scope(),
                "counter", intent.counter(),
                "targets", intent.targets().stream().map(Id::toString).toList(),
                "detail", intent.detail());
    }

    private static Map<String, Object> event(Entry.Event event) {
        return Map.of(
                "actor", event.actor(),
                "action", event.action(),
                "face", event.face().name(),
                "target", event.target(),
                "detail", event.detail());
    }

    private static Map<String, Object> head(Head head) {
        return ordered(Map.of("sequence", head.sequence(), "hash", head.hash().toString()));
    }

    private static List<Map<String, Object>> counters(List<ScopeCounter> counters) {
        return counters.stream()
                .map(each -> ordered(Map.of("scope", each.scope().toString(), "counter", each.counter())))
                .toList();
    }

    private static Map<String, Object> ordered(Map<String, Object> fields) {
        return new TreeMap<>(fields);
    }
}
