package agentvault.route;

import agentvault.access.Actor;
import agentvault.access.Mandate;
import agentvault.document.Json;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.wire.Request;
import agentvault.workspace.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request at its route. Closing it wipes what was read of its body.
public final class Call implements AutoCloseable {

    private static final int MAX_BODY = 1 << 20;
    private static final Json NOTHING_SENT = new Json.Entries(Map.of());

    private final Request request;
    private final Map<String, String> path;
    private final Visit visit;
    private final Identity identity;
    private final List<Json> read = new ArrayList<>();

    public Call(Request request, Map<String, String> path, Visit visit, Identity identity) {
        this.request = request;
        this.path = path;
        this.visit = visit;
        this.identity = identity;
    }

    public Request request() {
        return request;
    }

    public Visit visit() {
        return visit;
    }

    public Identity identity() {
        return identity;
    }

    /// What stands in a place of the template.
    public String path(String name) {
        var text = path.get(name);
        if (text == null) throw new IllegalStateException("the template has no {" + name + "}");
        return text;
    }

    public Query query() {
        return Query.parse(request.query());
    }

    /// The members of the body, which is JSON.
    public Members body() {
        byte[] bytes = bytes();
        if (bytes.length == 0) throw new Unfit("", "The body is empty: send a JSON object.");
        return members(bytes);
    }

    /// The same for routes that need no body: without one, there are no members.
    public Members maybeBody() {
        byte[] bytes = bytes();
        return bytes.length == 0 ? Members.of(NOTHING_SENT) : members(bytes);
    }

    /// Who asks, at a route for callers.
    public Caller caller() {
        return known().caller();
    }

    public Actor actor() {
        return known().actor();
    }

    /// What the caller's token is for, if it was exchanged for an API key: see [Route#orBrowsers()].
    public Optional<Mandate> mandate() {
        return known().mandate();
    }

    public Identity.Known known() {
        if (identity instanceof Identity.Known known) return known;
        throw new IllegalStateException("a route that is open to anybody asks for its caller");
    }

    private byte[] bytes() {
        return request.body().readAll(MAX_BODY);
    }

    private Members members(byte[] bytes) {
        var result = Json.read(bytes);
        Arrays.fill(bytes, (byte) 0);
        return switch (result) {
            case Json.Result.Read(var value) -> {
                read.add(value);
                yield Members.of(value);
            }
            case Json.Result.Unreadable(var sentence) -> throw new Unfit("", sentence);
        };
    }

    @Override
    public void close() {
        read.forEach(Json::wipe);
    }
}
