package agentvault.control;

import agentvault.crypto.Secret;
import agentvault.workspace.Heard;
import agentvault.workspace.McpServers;
import agentvault.workspace.Office;
import java.util.ArrayList;
import java.util.List;

/// MCP servers that answer as they are told, and know what they were shown.
public final class PretendedMcp implements McpServers {

    public static final Heard WELL = new Heard.Response(200, "application/json", "", true);
    public static final Heard NO = new Heard.Response(401, "text/plain", "no [masked]", false);

    public final List<String> shown = new ArrayList<>();

    /// For each question, the last one for all that follow.
    public volatile List<Heard> answers = List.of(WELL);

    @Override
    public synchronized Heard initialize(String server, Secret token, Sending sending) {
        sending.by("POST");
        shown.add(server + " " + Office.text(token));
        return answers.get(Math.min(shown.size(), answers.size()) - 1);
    }
}
