package agentvault.wire;

import agentvault.address.Authority;
import agentvault.http.Headers;
import agentvault.http.RequestHead;
import java.net.InetSocketAddress;

/// A request as a handler gets it. Path and query are as they were sent, nothing decoded.
public final class Request {

    private final String id;
    private final RequestHead head;
    private final Headers headers;
    private final Peer peer;
    private final RequestBody body;
    private final Presence client;

    Request(String id, RequestHead head, Peer peer, RequestBody body, Presence client) {
        this.id = id;
        this.head = head;
        this.headers = head.fields().headers();
        this.peer = peer;
        this.body = body;
        this.client = client;
    }

    /// Unique among the requests of all listeners.
    public String id() {
        return id;
    }

    public String method() {
        return head.method();
    }

    /// The request target to the letter.
    public String target() {
        return head.line().target();
    }

    public String path() {
        return head.line().path();
    }

    /// What stands after the first question mark, else empty.
    public String query() {
        return head.line().query();
    }

    /// The host and port that the client means.
    public Authority authority() {
        return head.authority();
    }

    public Headers headers() {
        return headers;
    }

    public RequestBody body() {
        return body;
    }

    public InetSocketAddress peer() {
        return peer.address();
    }

    /// Whether it came over TLS.
    public boolean secure() {
        return peer.secure();
    }

    /// Whether the client ended its side of the connection. It may still read an answer; most do not.
    public boolean clientGone() {
        return client.gone();
    }

    /// Calls back, on a thread of its own, once the client is gone: at once if it is. Nothing is interrupted, since
    /// that
    /// would close files under a handler that is writing them.
    public void onClientGone(Runnable callback) {
        client.onGone(callback);
    }

    /// Names the request without what may be secret: query and headers.
    @Override
    public String toString() {
        return id + " " + method();
    }
}
