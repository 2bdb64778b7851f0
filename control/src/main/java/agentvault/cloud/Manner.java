package agentvault.cloud;

import agentvault.document.Document;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Route;
import agentvault.wire.Answer;
import agentvault.workspace.Settings;

/// How one of the two protocols differs from the other.
public enum Manner {
    QODER(Face.QODER, "/api/v1/cloud", IdForm.HEX, 201),
    ANTHROPIC(Face.ANTHROPIC, "/anthropic/v1", IdForm.BASE58, 200);

    private final Face face;
    private final String base;
    private final IdForm ids;
    private final int madeStatus;

    Manner(Face face, String base, IdForm ids, int madeStatus) {
        this.face = face;
        this.base = base;
        this.ids = ids;
        this.madeStatus = madeStatus;
    }

    /// @param path below the protocol's own address
    public Route route(String method, String path, Route.Work work) {
        return Route.callers(method, base + path, work).on(face);
    }

    public String id(IdKind kind, Id id) {
        return ids.render(kind, id);
    }

    /// What was made.
    public Answer made(Document document) {
        return Answer.of(madeStatus, "application/json", document.bytes());
    }

    /// The most active credentials of a vault.
    int cap(Settings settings) {
        return this == ANTHROPIC ? settings.mostVaultCredentials() : Integer.MAX_VALUE;
    }
}
