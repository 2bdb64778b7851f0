package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;
import agentvault.document.Document;
import agentvault.document.Unfit;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.traffic.Passage;
import agentvault.traffic.PassageFilter;
import agentvault.traffic.PassageLog;
import agentvault.vault.Service;
import agentvault.wire.Answer;
import agentvault.workspace.Permits;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What passed through the proxy for a vault, and which hosts were asked for that no service names.
record TrafficRoutes(Workspace workspace, VaultNames names, PassageLog passages) {

    private static final int USUAL_PAGE = 50;
    private static final int MOST_PAGE = 200;
    private static final int USUAL_HOSTS = 5;
    private static final int MOST_HOSTS = 100;
    private static final int HOSTS_LOOKED_AT = 1_000;

    /// Nobody can have a name like that (RFC 6761): it is asked for to try something, as `doctor --run` does.
    private static final Pattern NOBODYS = Pattern.compile("(?:.*\\.)?invalid(?::\\d+)?");

    private static final Map<String, PassageFilter.Outcome> OUTCOMES = Map.of(
            "2xx", PassageFilter.Outcome.SUCCEEDED,
            "3xx", PassageFilter.Outcome.REDIRECTED,
            "4xx", PassageFilter.Outcome.REFUSED,
            "5xx", PassageFilter.Outcome.FAILED,
            "err", PassageFilter.Outcome.STOPPED);

    List<Route> routes() {
        return List.of(
                Route.callers("GET", "/v1/vaults/{vault}/logs", this::logs),
                Route.callers("GET", "/v1/vaults/{vault}/discovered-hosts", this::hosts));
    }

    private Answer logs(Call call) {
        var vault = names.inPath(call);
        done(new Permits(workspace).readLogs(call.caller(), vault.id()));
        var query = call.query();
        int limit = (int) query.number("limit", 1, MOST_PAGE, USUAL_PAGE);
        var filter = new PassageFilter(
                vault.id(),
                query.choice("ingress", Passage.Way.class),
                query.maybe("status_bucket").map(TrafficRoutes::outcome),
                query.maybe("service"),
                query.number("before", 1, Long.MAX_VALUE, Long.MAX_VALUE),
                query.number("after", 0, Long.MAX_VALUE, 0));
        var found = passages.find(filter, limit + 1);
        boolean more = found.size() > limit;
        var page = more ? found.subList(0, limit) : found;
        var document = new Document()
                .withAll("logs", page.stream().map(this::listed).toList())
                .with(
                        "latest_id",
                        page.isEmpty() ? filter.after() : page.getFirst().number());
        return Answers.ok(
                more ? document.with("next_cursor", page.getLast().number()) : document.withNothing("next_cursor"));
    }

    private static PassageFilter.Outcome outcome(String word) {
        var outcome = OUTCOMES.get(word);
        if (outcome == null) throw new Unfit("status_bucket", "status_bucket is one of 2xx, 3xx, 4xx, 5xx, err.");
        return outcome;
    }

    private Document listed(PassageLog.Kept kept) {
        var passage = kept.passage();
        var document = new Document()
                .with("id", kept.number())
                .with("request_id", passage.requestId())
                .with("ingress", word(passage.way()))
                .with("method", passage.what().method())
                .with("host", passage.what().host())
                .with("path", passage.what().path())
                .with("matched_service", passage.fate().service())
                .withTexts("credential_keys", passage.fate().keys())
                .with("status", passage.fate().status())
                .with("latency_ms", passage.cost().whole().toMillis())
                .with("connect_us", micros(passage.cost().untilConnected()))
                .with("first_byte_us", micros(passage.cost().untilAnswered()))
                .with("total_us", micros(passage.cost().whole()))
                .with("bytes_sent", passage.cost().sent())
                .with("bytes_received", passage.cost().received())
                .with("error_code", passage.fate().code())
                .with("actor_id", passage.who().actor().toString());
        actor(passage)
                .ifPresent(
                        actor -> document.with("actor_type", word(actor.name().kind()))
                                .with("actor_name", actor.name().text()));
        return document.with("created_at", passage.at());
    }

    private Optional<Actor> actor(Passage passage) {
        return workspace.directory().actor(passage.who().actor());
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    private Answer hosts(Call call) {
        var vault = names.inPath(call);
        done(new Permits(workspace).readLogs(call.caller(), vault.id()));
        int limit = (int) call.query().number("limit", 0, MOST_HOSTS, USUAL_HOSTS);
        var services = done(workspace.services().list(call.caller(), vault.id()));
        var open = passages.unmatched(vault.id(), HOSTS_LOOKED_AT).stream()
                .filter(seen -> !NOBODYS.matcher(seen.host()).matches() && !covered(services, seen.host()))
                .toList();
        return Answers.ok(new Document()
                .withAll(
                        "hosts",
                        open.stream().limit(limit).map(TrafficRoutes::host).toList())
                .with("total", open.size()));
    }

    private static Document host(PassageLog.Unmatched seen) {
        return new Document()
                .with("host", seen.host())
                .with("request_count", seen.requests())
                .with("last_seen", seen.lastSeen());
    }

    private static boolean covered(List<Service> services, String text) {
        return CanonicalHost.parse(text) instanceof HostResult.Valid(var host)
                && services.stream()
                        .flatMap(service -> service.rule().reach().named().stream())
                        .anyMatch(destination -> destination.host().matches(host));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
