package agentvault.store;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.HostPattern;
import agentvault.crypto.Scope;
import agentvault.id.Face;
import agentvault.vault.UnmatchedHosts;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

final class SessionRows extends RowMap<Session> {

    SessionRows() {
        super(
                "session",
                Session.class,
                Set.of(Scope.Kind.SHORT_LIVED),
                "actor shares unmatched_hosts allowed_hosts face minted_by label expires_at",
                LIFE);
    }

    @Override
    void write(Session session, Values to) {
        to.id("actor", session.actor())
                .json("shares", write(session.shares()))
                .word("unmatched_hosts", session.egress().unmatched())
                .json("allowed_hosts", Json.array(session.egress().allowed(), host -> Json.of(host.text())))
                .word("face", session.origin().face())
                .id("minted_by", session.origin().mintedBy())
                .text("label", session.origin().label())
                .until(session.until())
                .life(session.life());
    }

    @Override
    Session read(Cells from) {
        var egress = new Session.Egress(
                from.word("unmatched_hosts", UnmatchedHosts.class),
                from.json("allowed_hosts", hosts -> Json.list(hosts, host -> HostPattern.of(host.stringValue()))));
        var origin = new Session.Origin(from.word("face", Face.class), from.id("minted_by"), from.text("label"));
        return new Session(
                from.id("id"),
                from.id("actor"),
                from.json("shares", SessionRows::shares),
                egress,
                origin,
                from.until(),
                from.life());
    }

    static JsonNode write(List<Session.Share> shares) {
        return Json.array(shares, SessionRows::write);
    }

    static List<Session.Share> shares(JsonNode array) {
        return Json.list(array, SessionRows::readShare);
    }

    private static JsonNode write(Session.Share share) {
        return Json.object()
                .put("vault", share.vault().toString())
                .put("role", share.role().name());
    }

    private static Session.Share readShare(JsonNode node) {
        return new Session.Share(Json.id(node, "vault"), Json.word(node, "role", VaultRole.class));
    }
}
