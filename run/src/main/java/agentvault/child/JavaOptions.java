package agentvault.child;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What Java programs are told: the proxy, the roots to trust, and the agent that shows the proxy who they are.
///
/// Every Java prints `JAVA_TOOL_OPTIONS` when it starts, so no token is in it: the agent reads that from the
/// environment.
final class JavaOptions {

    private static final String TOOLS = "JAVA_TOOL_OPTIONS";

    /// Other variables with options for Java, which come after those of the tools and win: of Java itself and of what
    /// builds with it.
    private static final List<String> OTHERS = List.of(
            "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_OPTS", "MAVEN_OPTS", "GRADLE_OPTS", "SBT_OPTS", "ANT_OPTS");

    /// Options that name another proxy, or other roots.
    private static final Pattern ELSEWHERE = Pattern.compile("-D(?:(?:https?|ftp)\\.(?:proxy.*|nonProxyHosts.*)"
            + "|socksProxy.*|socksNonProxyHosts.*|java\\.net\\.useSystemProxies.*|javax\\.net\\.ssl\\.trustStore.*)");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private JavaOptions() {}

    /// @param trustStore as the program sees it
    /// @param agent the option that loads it, or nothing
    static Map<String, String> variables(
            Way way, Bypass bypass, String trustStore, String agent, Map<String, String> theirs) {
        var variables = new HashMap<String, String>();
        OTHERS.stream()
                .filter(theirs::containsKey)
                .forEach(name -> variables.put(name, withoutElsewhere(theirs.getOrDefault(name, ""))));
        var ours = String.join(
                " ",
                "-Dhttp.proxyHost=" + way.host(),
                "-Dhttp.proxyPort=" + way.port(),
                "-Dhttps.proxyHost=" + way.host(),
                "-Dhttps.proxyPort=" + way.port(),
                "-Dhttp.nonProxyHosts=" + bypass.forJava(),
                quoted("-Djavax.net.ssl.trustStore=" + trustStore),
                "-Djavax.net.ssl.trustStoreType=JKS",
                agent);
        variables.put(TOOLS, (withoutElsewhere(theirs.getOrDefault(TOOLS, "")) + " " + ours).strip());
        return variables;
    }

    /// Java's own reader of these options knows quotes and nothing else.
    static String quoted(String option) {
        return option.contains(" ") ? '"' + option + '"' : option;
    }

    /// Quotes are not looked into: what is within them stays as it is.
    private static String withoutElsewhere(String options) {
        return Arrays.stream(SPACES.split(options.strip()))
                .filter(option -> !ELSEWHERE.matcher(option).matches())
                .collect(Collectors.joining(" "));
    }
}
