package agentvault.inject;

import agentvault.address.Authority;
import agentvault.http.RequestHead;

/// A request as it goes on, before anything is added.
///
/// @param head as it was read; its fields are what may travel
/// @param path as policy saw it
/// @param query what stands after the question mark, or nothing
/// @param authorization whom the Authorization header is for: ours goes no further
/// @param upgrades whether it asks for a WebSocket
public record Incoming(
        RequestHead head,
        Authority to,
        boolean secure,
        String path,
        String query,
        Authorization authorization,
        boolean upgrades) {

    /// Whom the Authorization header of a request is for.
    public enum Authorization {
        OURS,
        THEIRS
    }

    /// Without path and query, which may hold secrets.
    @Override
    public String toString() {
        return head + " to " + to;
    }
}
