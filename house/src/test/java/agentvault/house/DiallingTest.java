package agentvault.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who opens connections to elsewhere: one class, behind the guard. PostgreSQL's driver opens its own, to the database
/// that the server is started with.
class DiallingTest {

    /// Calls that open a connection, or ask for the address of a name.
    private static final Map<String, Set<String>> DIALLING = Map.ofEntries(
            Map.entry("io.netty.bootstrap.Bootstrap", Set.of("<init>", "connect")),
            Map.entry("java.net.Socket", Set.of("<init>", "connect")),
            Map.entry("java.net.DatagramSocket", Set.of("<init>", "connect")),
            Map.entry("java.net.URL", Set.of("openConnection", "openStream", "getContent")),
            Map.entry("java.net.http.HttpClient", Set.of("newHttpClient", "newBuilder")),
            Map.entry("java.nio.channels.SocketChannel", Set.of("open", "connect")),
            Map.entry("java.nio.channels.DatagramChannel", Set.of("open", "connect")),
            Map.entry("java.nio.channels.AsynchronousSocketChannel", Set.of("open", "connect")),
            Map.entry("javax.net.SocketFactory", Set.of("createSocket")),
            Map.entry("javax.net.ssl.SSLSocketFactory", Set.of("createSocket")),
            Map.entry("java.net.InetAddress", Set.of("getByName", "getAllByName", "getLocalHost", "isReachable")));

    /// Who does so, each with its reason.
    private static final Map<String, String> DIALLERS = Map.of(
            "agentvault.dial.Tcp", "dials what was judged",
            "agentvault.dial.Names", "has names looked up by the system",
            "agentvault.start.ReadConfig", "reads the address to listen on",
            "agentvault.demo.ThrowAwayServer", "asks the server that it has started",
            "agentvault.demo.DemoAgent", "is the agent of the demo, which dials its proxy",
            "agentvault.demo.Practice", "is the agent of a rehearsal, which dials its proxy",
            "agentvault.operations.VaultChecks", "asks the server of this machine how it is",
            "agentvault.jvm.Ask", "is a program behind the proxy, by which it is tried",
            "agentvault.sandbox.WayOut", "joins ports of a sandbox to the socket of its session",
            "agentvault.cli.Http", "is the client, which dials its server");

    private static final Rule ONE_DIALLER =
            new Rule(of -> DIALLERS.containsKey(Rule.outermost(of)) ? Stream.empty() : dialling(of));

    private static Stream<String> dialling(JavaClass of) {
        return of.getAccessesFromSelf().stream().filter(DiallingTest::dials).map(JavaAccess::getDescription);
    }

    private static boolean dials(JavaAccess<?> access) {
        boolean throughChannel = access.getName().equals("connect")
                && access.getTargetOwner().getPackageName().startsWith("io.netty.channel");
        return throughChannel
                || DIALLING.getOrDefault(access.getTargetOwner().getName(), Set.of())
                        .contains(access.getName());
    }

    @Test
    void nothing_dials_but_what_judges_addresses() {
        assertThat(ONE_DIALLER.breachesIn(MainClasses.ALL)).isEmpty();
    }

    @Test
    void dialling_elsewhere_is_seen() {
        var fields = List.of(
                "Object a = new io.netty.bootstrap.Bootstrap()",
                "Object a = new java.net.Socket()",
                "Object a = java.net.http.HttpClient.newHttpClient()",
                "Object a = java.net.http.HttpClient.newBuilder()",
                "Object a(java.net.URL u) throws Exception { return u.openStream(); }",
                "Object a() throws Exception { return java.nio.channels.SocketChannel.open(); }",
                "Object a() throws Exception { return java.net.InetAddress.getByName(\"a\"); }",
                "Object a(io.netty.channel.Channel c, java.net.SocketAddress s) { return c.connect(s); }");

        for (var field : fields)
            assertThat(ONE_DIALLER.breachesIn(
                            Offender.compiled("package agentvault.proxy; class Bad { " + field + "; }")))
                    .as(field)
                    .isNotEmpty();
    }

    @Test
    void whoever_is_named_still_dials() {
        var dialling = MainClasses.ALL.stream()
                .filter(of -> dialling(of).findAny().isPresent())
                .map(Rule::outermost)
                .collect(Collectors.toSet());

        assertThat(dialling).containsAll(DIALLERS.keySet());
    }
}
