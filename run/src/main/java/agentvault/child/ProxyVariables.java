package agentvault.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What names the proxy to clients.
final class ProxyVariables {

    /// Those that hold its URL.
    private static final List<String> URLS = List.of(
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
            "GRPC_PROXY",
            "grpc_proxy",
            "CARGO_HTTP_PROXY",
            "npm_config_proxy",
            "npm_config_https_proxy",
            "YARN_HTTP_PROXY",
            "YARN_HTTPS_PROXY");

    private static final List<String> BYPASSES = List.of("NO_PROXY", "no_proxy", "no_grpc_proxy", "npm_config_noproxy");

    private static final String GIT_COUNT = "GIT_CONFIG_COUNT";

    private ProxyVariables() {}

    static Map<String, String> of(Way way, Bypass bypass, Map<String, String> theirs) {
        var variables = new HashMap<String, String>();
        URLS.forEach(name -> variables.put(name, way.url()));
        BYPASSES.forEach(name -> variables.put(name, bypass.list()));
        variables.put("RSYNC_PROXY", way.shown() + way.host() + ":" + way.port());
        variables.putAll(gcloud(way));
        variables.putAll(git(way, theirs));
        return variables;
    }

    private static Map<String, String> gcloud(Way way) {
        var variables = new HashMap<>(Map.of(
                "CLOUDSDK_PROXY_TYPE", "http",
                "CLOUDSDK_PROXY_ADDRESS", way.host(),
                "CLOUDSDK_PROXY_PORT", way.port()));
        if (!way.token().empty()) {
            variables.put("CLOUDSDK_PROXY_USERNAME", way.token().reveal());
            variables.put("CLOUDSDK_PROXY_PASSWORD", way.vault());
        }
        return variables;
    }

    /// A proxy in git's own files wins over the variables of all clients, and these win over git's files. The second
    /// has git
    /// show who it is at once; otherwise it waits to be asked.
    private static Map<String, String> git(Way way, Map<String, String> theirs) {
        int before = count(theirs.getOrDefault(GIT_COUNT, "0"));
        return Map.of(
                GIT_COUNT,
                Integer.toString(before + 1),
                "GIT_CONFIG_KEY_" + before,
                "http.proxy",
                "GIT_CONFIG_VALUE_" + before,
                way.url(),
                "GIT_HTTP_PROXY_AUTHMETHOD",
                "basic");
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
