package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Told;
import java.nio.file.Path;

/// A server as clients of the cloud vault protocols come to it: with an API key, which makes its vaults itself.
public final class CloudServer implements AutoCloseable {

    public static final String QODER = "/api/v1/cloud";
    public static final String ANTHROPIC = "/anthropic/v1";

    public final ApiServer server;
    public final Cast cast;
    public final String key;

    private CloudServer(ApiServer server) {
        this.server = server;
        cast = new Cast(server);
        key = anotherKey("cloud");
    }

    public static CloudServer start(Path root) {
        return start(root, ApiServer.Options.USUAL);
    }

    public static CloudServer start(Path root, ApiServer.Options options) {
        return new CloudServer(ApiServer.start(root, options));
    }

    /// A key that sees nothing of what the first one makes.
    public String anotherKey(String label) {
        return cast.apiKeyIn(label, cast.vault("default"), VaultRole.PROXY);
    }

    /// A POST in Qoder's protocol.
    public Told qoder(String path, String json) {
        return server.post(QODER + path, key, json);
    }

    public Told get(String target) {
        return server.get(target, key);
    }

    /// A new vault, by its id at Qoder.
    public String vault() {
        return qoder("/vaults", "{'display_name':'Work'}").is(201).at("/id");
    }

    /// Nothing may have gone wrong that nobody foresaw.
    @Override
    public void close() {
        assertThat(server.failures).isEmpty();
        server.close();
    }
}
