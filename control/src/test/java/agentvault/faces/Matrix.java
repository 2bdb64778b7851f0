package agentvault.faces;

import agentvault.faces.Step.Kind;
import agentvault.id.Face;
import java.util.List;
import java.util.stream.Stream;

/// What each face can express, by the operations that it has for it. Without one, it has no words for that.
enum Matrix {
    MAKES_VAULTS(
            "make a vault",
            "POST /v1/vaults",
            "POST /api/v1/cloud/vaults",
            "POST /anthropic/v1/vaults",
            "POST /v1/mcp/vaults"),
    LISTS_VAULTS(
            "list vaults",
            "GET /v1/vaults",
            "GET /api/v1/cloud/vaults",
            "GET /anthropic/v1/vaults",
            "GET /v1/mcp/vaults"),
    SHOWS_VAULTS(
            "show a vault",
            "GET /v1/vaults/{vault}/context",
            "GET /api/v1/cloud/vaults/{vault}",
            "GET /anthropic/v1/vaults/{vault}",
            "GET /v1/mcp/vaults/{vault}"),
    LABELS_VAULTS("label a vault anew", "", "", "POST /anthropic/v1/vaults/{vault}", "PATCH /v1/mcp/vaults/{vault}"),
    ARCHIVES_VAULTS(
            "archive a vault",
            "",
            "POST /api/v1/cloud/vaults/{vault}/archive",
            "POST /anthropic/v1/vaults/{vault}/archive",
            "DELETE /v1/mcp/vaults/{vault}"),
    DELETES_VAULTS(
            "delete a vault",
            "DELETE /v1/vaults/{vault}",
            "DELETE /api/v1/cloud/vaults/{vault}",
            "DELETE /anthropic/v1/vaults/{vault}",
            "DELETE /v1/mcp/vaults/{vault}, DELETE /v1/mcp/vaults/{vault}"),
    POINTS_OUT_VAULTS("point out the default vault", "", "", "", "POST /v1/mcp/vaults/{vault}/set-default"),
    KEEPS_TOKENS(
            "keep a token for a server",
            "POST /v1/vaults/{vault}/services, POST /v1/credentials",
            "POST /api/v1/cloud/vaults/{vault}/credentials",
            "POST /anthropic/v1/vaults/{vault}/credentials",
            "POST /v1/mcp/vaults/{vault}/credentials"),
    KEEPS_OAUTH(
            "keep OAuth tokens for a server",
            "POST /v1/vaults/{vault}/services, POST /v1/credentials/oauth/tokens",
            "POST /api/v1/cloud/vaults/{vault}/credentials",
            "POST /anthropic/v1/vaults/{vault}/credentials",
            "POST /v1/mcp/vaults/{vault}/credentials"),
    KEEPS_VARIABLES(
            "keep a value for an environment variable",
            "POST /v1/vaults/{vault}/services, POST /v1/credentials",
            "POST /api/v1/cloud/vaults/{vault}/credentials",
            "POST /anthropic/v1/vaults/{vault}/credentials",
            ""),
    LISTS_CREDENTIALS(
            "list credentials",
            "GET /v1/credentials",
            "GET /api/v1/cloud/vaults/{vault}/credentials",
            "GET /anthropic/v1/vaults/{vault}/credentials",
            "GET /v1/mcp/vaults/{vault}"),
    SHOWS_CREDENTIALS(
            "show a credential",
            "GET /v1/credentials",
            "GET /api/v1/cloud/vaults/{vault}/credentials/{credential}",
            "GET /anthropic/v1/vaults/{vault}/credentials/{credential}",
            ""),
    ROTATES_CREDENTIALS(
            "rotate a credential",
            "POST /v1/credentials",
            "POST /api/v1/cloud/vaults/{vault}/credentials/{credential}",
            "POST /anthropic/v1/vaults/{vault}/credentials/{credential}",
            "PATCH /v1/mcp/vaults/{vault}/credentials/{credential}"),
    VALIDATES_CREDENTIALS(
            "try an OAuth credential",
            "",
            "POST /api/v1/cloud/vaults/{vault}/credentials/{credential}/mcp_oauth_validate",
            "POST /anthropic/v1/vaults/{vault}/credentials/{credential}/mcp_oauth_validate",
            ""),
    ARCHIVES_CREDENTIALS(
            "archive a credential",
            "",
            "POST /api/v1/cloud/vaults/{vault}/credentials/{credential}/archive",
            "POST /anthropic/v1/vaults/{vault}/credentials/{credential}/archive",
            "DELETE /v1/mcp/vaults/{vault}/credentials/{credential}"),
    DELETES_CREDENTIALS(
            "delete a credential",
            "DELETE /v1/credentials",
            "DELETE /api/v1/cloud/vaults/{vault}/credentials/{credential}",
            "DELETE /anthropic/v1/vaults/{vault}/credentials/{credential}",
            "DELETE /v1/mcp/vaults/{vault}/credentials/{credential}, DELETE /v1/mcp/vaults/{vault}/credentials/{credential}"),
    READS_VALUES("read a value back", "GET /v1/credentials", "", "", "");

    static final List<Face> FACES = List.of(Face.AGENT_VAULT, Face.QODER, Face.ANTHROPIC, Face.TWENTY_FIRST);

    final String words;
    private final String own;
    private final String qoder;
    private final String anthropic;
    private final String team;

    /// @param own the operations, one after the other, with a comma between them
    Matrix(String words, String own, String qoder, String anthropic, String team) {
        this.words = words;
        this.own = own;
        this.qoder = qoder;
        this.anthropic = anthropic;
        this.team = team;
    }

    boolean on(Face face) {
        return !calls(face).isEmpty();
    }

    List<String> calls(Face face) {
        var calls = switch (face) {
            case AGENT_VAULT -> own;
            case QODER -> qoder;
            case ANTHROPIC -> anthropic;
            case TWENTY_FIRST -> team;
            case PROXY, LOCAL -> "";
        };
        return calls.isEmpty() ? List.of() : List.of(calls.split(", ", -1));
    }

    static Stream<String> allCalls() {
        return Stream.of(values()).flatMap(one -> FACES.stream().flatMap(face -> one.calls(face).stream()));
    }

    /// Variables and OAuth tokens are two things each on our own face, with names of their own: no step of the model is
    /// as fine as that.
    static boolean keeps(Face face, Kind kind) {
        return switch (kind) {
            case BEARER -> KEEPS_TOKENS.on(face);
            case OAUTH -> KEEPS_OAUTH.on(face) && face != Face.AGENT_VAULT;
            case VARIABLE -> KEEPS_VARIABLES.on(face) && face != Face.AGENT_VAULT;
        };
    }
}
