package agentvault.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Who may know whom.
class DirectionTest {

    /// The packages of the core in their order: each may use those before it, none those after it.
    private static final List<String> CORE = List.of(
            "agentvault.id",
            "agentvault.crypto",
            "agentvault.address",
            "agentvault.vault",
            "agentvault.trail",
            "agentvault.traffic",
            "agentvault.match",
            "agentvault.access",
            "agentvault.proposal",
            "agentvault.definition",
            "agentvault.page",
            "agentvault.webhook",
            "agentvault.workspace");

    private static final Rule CORE_ORDER = forbiddingDependencies(dependency -> {
        int from = CORE.indexOf(dependency.getOriginClass().getPackageName());
        return CORE.indexOf(target(dependency).getPackageName()) > from;
    });

    /// The packages of the command, in their order. They are the client, which starts within a blink and knows a server
    /// only by what it says.
    private static final List<String> COMMAND =
            List.of("agentvault.json", "agentvault.terminal", "agentvault.command", "agentvault.cli");

    private static final Rule COMMAND_ALONE = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        int from = COMMAND.indexOf(dependency.getOriginClass().getPackageName());
        return COMMAND.contains(name)
                ? COMMAND.indexOf(name) > from
                : !name.startsWith("java.")
                        && !name.startsWith("javax.net.ssl")
                        && !name.equals("org.jspecify.annotations")
                        && !name.startsWith("org.snakeyaml.engine");
    });

    private static final Rule JDK_ONLY = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        return !name.startsWith("java.")
                && !name.startsWith("javax.crypto")
                && !name.equals("org.jspecify.annotations")
                && !CORE.contains(name);
    });

    /// Framing knows no sockets and no Netty: it is the same for what clients and upstreams send.
    private static final Rule FRAMING_STANDS_ALONE = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        boolean memory = name.equals("java.nio") || name.equals("java.nio.charset");
        return !memory
                && !name.startsWith("java.lang")
                && !name.startsWith("java.util")
                && !List.of("org.jspecify.annotations", "agentvault.address", "agentvault.http")
                        .contains(name);
    });

    /// Of ours, wire knows the core's addresses and its own framing.
    private static final Rule WIRE_KNOWS_NO_VAULT = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        return name.startsWith("agentvault")
                && !List.of("agentvault.address", "agentvault.http", "agentvault.wire")
                        .contains(name);
    });

    /// The packages of the control API, in their order, and what each uses that is not ours.
    private static final List<String> CONTROL = List.of(
            "agentvault.document",
            "agentvault.route",
            "agentvault.jwt",
            "agentvault.gate",
            "agentvault.console",
            "agentvault.team",
            "agentvault.cloud",
            "agentvault.work",
            "agentvault.control");

    private static final Rule CONTROL_ORDER = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        var origin = dependency.getOriginClass().getPackageName();
        if (CONTROL.contains(name)) return CONTROL.indexOf(name) > CONTROL.indexOf(origin);
        if (name.startsWith("tools.jackson")) return !origin.equals("agentvault.document");
        if (name.startsWith("io.micrometer")) return !origin.equals("agentvault.control");
        if (name.startsWith("com.nimbusds")) return !origin.equals("agentvault.jwt");
        if (name.startsWith("gg.jte")) return !origin.equals("agentvault.console");
        return !name.startsWith("java.")
                && !name.equals("org.jspecify.annotations")
                && !CORE.contains(name)
                && !List.of("agentvault.http", "agentvault.wire").contains(name);
    });

    /// The packages of the data plane, and what each knows of ours beside the core. What dials knows nothing of what it
    /// dials for.
    private static final List<String> PROXY = List.of(
            "agentvault.dial",
            "agentvault.question",
            "agentvault.probe",
            "agentvault.tokens",
            "agentvault.hooks",
            "agentvault.inject",
            "agentvault.stream",
            "agentvault.ca",
            "agentvault.proxy");

    /// What asks others by itself.
    private static final Map<String, Set<String>> ASKING = Map.of(
            "agentvault.question", Set.of("agentvault.dial"),
            "agentvault.probe", Set.of("agentvault.question"),
            "agentvault.tokens", Set.of("agentvault.question", "agentvault.probe"),
            "agentvault.hooks", Set.of("agentvault.question", "agentvault.dial"));

    private static final Rule PROXY_ORDER = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        var origin = dependency.getOriginClass().getPackageName();
        if (ASKING.getOrDefault(origin, Set.of()).contains(name)) return false;
        if (PROXY.contains(name)) return !name.equals(origin) && !origin.equals("agentvault.proxy");
        return name.startsWith("agentvault")
                && !CORE.contains(name)
                && !List.of("agentvault.http", "agentvault.wire").contains(name);
    });

    /// Of ours, the tools for agents know the command, as anybody's program might.
    private static final Rule TOOLS_KNOW_THE_COMMAND = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        return name.startsWith("agentvault")
                && !List.of("agentvault.cli", "agentvault.command", "agentvault.terminal", "agentvault.mcp")
                        .contains(name);
    });

    /// The packages of the command `run`, in their order; beside those before it, only the last knows the command. The
    /// sandbox reads heads as strictly as a server does, by the same code.
    private static final List<String> RUN = List.of("agentvault.child", "agentvault.sandbox", "agentvault.run");

    private static final Rule RUN_ORDER = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        int from = RUN.indexOf(dependency.getOriginClass().getPackageName());
        if (RUN.contains(name)) return RUN.indexOf(name) > from;
        boolean last = from == RUN.size() - 1;
        boolean reads =
                from >= 1 && List.of("agentvault.http", "agentvault.crypto").contains(name);
        return name.startsWith("agentvault") && !reads && !(last && COMMAND.contains(name));
    });

    /// What goes into other people's Java programs knows Java alone, and in one class the library that changes classes.
    private static final Rule AGENT_STANDS_ALONE = forbiddingDependencies(dependency -> {
        var name = target(dependency).getPackageName();
        boolean changing = dependency.getOriginClass().getName().startsWith("agentvault.jvm.Insertion");
        return !name.startsWith("java.")
                && !name.equals("org.jspecify.annotations")
                && !name.equals("agentvault.jvm")
                && !(changing && name.equals("org.objectweb.asm"));
    });

    private static final Rule NOTHING_KNOWS_MAIN = forbiddingDependencies(
            dependency -> target(dependency).getPackageName().equals("agentvault"));

    @Test
    void every_module_is_looked_at() {
        assertThat(MainClasses.of("core")).isNotEmpty();
        assertThat(MainClasses.of("store")).isNotEmpty();
        assertThat(MainClasses.of("wire")).isNotEmpty();
        assertThat(MainClasses.of("proxy")).isNotEmpty();
        assertThat(MainClasses.of("control")).isNotEmpty();
        assertThat(MainClasses.of("cli")).isNotEmpty();
        assertThat(MainClasses.of("mcp")).isNotEmpty();
        assertThat(MainClasses.of("jvm")).isNotEmpty();
        assertThat(MainClasses.of("run")).isNotEmpty();
        assertThat(MainClasses.of("server")).isNotEmpty();
        assertThat(MainClasses.ALL)
                .noneMatch(found -> found.getSimpleName().endsWith("Test") && found.isTopLevelClass());
    }

    @Test
    void every_package_of_the_core_has_its_place_in_the_order() {
        var packages =
                MainClasses.of("core").stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages).containsExactlyInAnyOrderElementsOf(CORE);
    }

    @Test
    void a_package_of_the_core_uses_only_those_before_it() {
        assertThat(CORE_ORDER.breachesIn(MainClasses.of("core"))).isEmpty();

        assertThat(CORE_ORDER.breachesIn(Offender.compiled("""
            package agentvault.crypto;
            record NamedKey(agentvault.vault.Slug name) {}
            """))).isNotEmpty();
    }

    @Test
    void the_core_depends_on_the_jdk_alone() {
        assertThat(JDK_ONLY.breachesIn(MainClasses.of("core"))).isEmpty();

        assertThat(JDK_ONLY.breachesIn(Offender.compiled("""
            package agentvault.id;
            class Named { Object name = new org.assertj.core.api.SoftAssertions(); }
            """))).isNotEmpty();
        assertThat(JDK_ONLY.breachesIn(Offender.compiled("""
            package agentvault.workspace;
            class Opened { agentvault.keys.KeyFile file; }
            """))).isNotEmpty();
    }

    @Test
    void framing_depends_on_memory_and_addresses_alone() {
        assertThat(FRAMING_STANDS_ALONE.breachesIn(MainClasses.of("wire").that(resideInAPackage("agentvault.http"))))
                .isEmpty();

        assertThat(FRAMING_STANDS_ALONE.breachesIn(Offender.compiled("""
            package agentvault.http;
            class Sending { io.netty.buffer.ByteBuf bytes; java.net.Socket to; }
            """))).hasSize(2);
    }

    @Test
    void wire_knows_no_vault() {
        assertThat(WIRE_KNOWS_NO_VAULT.breachesIn(MainClasses.of("wire"))).isEmpty();

        assertThat(WIRE_KNOWS_NO_VAULT.breachesIn(Offender.compiled("""
            package agentvault.wire;
            class Peeking { agentvault.workspace.Store store; agentvault.keys.KeyFile key; }
            """))).hasSize(2);
    }

    @Test
    void the_command_depends_on_no_other_module_and_its_packages_on_those_before_them() {
        assertThat(COMMAND_ALONE.breachesIn(MainClasses.of("cli"))).isEmpty();

        assertThat(COMMAND_ALONE.breachesIn(Offender.compiled("""
            package agentvault.cli;
            class Heavy { agentvault.crypto.Secret secret; }
            """))).isNotEmpty();
        assertThat(COMMAND_ALONE.breachesIn(Offender.compiled("""
            package agentvault.json;
            class Upward { agentvault.terminal.Terminal terminal; }
            """))).isNotEmpty();
    }

    @Test
    void the_tools_for_agents_know_the_command_alone() {
        assertThat(TOOLS_KNOW_THE_COMMAND.breachesIn(MainClasses.of("mcp"))).isEmpty();

        assertThat(TOOLS_KNOW_THE_COMMAND.breachesIn(Offender.compiled("""
            package agentvault.mcp;
            class Peeking { agentvault.workspace.Store store; }
            """))).isNotEmpty();
    }

    @Test
    void of_the_command_run_only_the_last_package_knows_the_command() {
        assertThat(RUN_ORDER.breachesIn(MainClasses.of("run"))).isEmpty();

        assertThat(RUN_ORDER.breachesIn(Offender.compiled("""
            package agentvault.child;
            class Peeking { agentvault.workspace.Store store; agentvault.terminal.Terminal terminal; }
            """))).hasSize(2);
    }

    @Test
    void the_agent_for_java_programs_stands_alone() {
        assertThat(AGENT_STANDS_ALONE.breachesIn(MainClasses.of("jvm"))).isEmpty();

        assertThat(AGENT_STANDS_ALONE.breachesIn(Offender.compiled("""
            package agentvault.jvm;
            class Heavy { agentvault.child.Outfit outfit; org.objectweb.asm.Label label; }
            """))).hasSize(2);
    }

    @Test
    void nothing_knows_the_class_that_wires_everything() {
        assertThat(NOTHING_KNOWS_MAIN.breachesIn(
                        MainClasses.of("core", "store", "wire", "proxy", "control", "cli", "mcp", "jvm", "run")))
                .isEmpty();

        assertThat(NOTHING_KNOWS_MAIN.breachesIn(Offender.compiled("""
            package agentvault.keys;
            class Starter { void start() { agentvault.Main.main(new String[0]); } }
            """))).isNotEmpty();
    }

    @Test
    void the_control_api_knows_neither_store_nor_proxy_and_its_packages_only_those_before_them() {
        assertThat(CONTROL_ORDER.breachesIn(MainClasses.of("control"))).isEmpty();

        assertThat(CONTROL_ORDER.breachesIn(Offender.compiled("""
            package agentvault.control;
            class Opened { agentvault.keys.KeyFile file; }
            """))).isNotEmpty();
        assertThat(CONTROL_ORDER.breachesIn(Offender.compiled("""
            package agentvault.route;
            class Admitting { agentvault.gate.Gate gate; }
            """))).isNotEmpty();
    }

    @Test
    void the_proxy_knows_neither_store_nor_control_and_what_dials_stands_alone() {
        assertThat(PROXY_ORDER.breachesIn(MainClasses.of("proxy"))).isEmpty();

        assertThat(PROXY_ORDER.breachesIn(Offender.compiled("""
            package agentvault.dial;
            class Opened { agentvault.keys.KeyFile file; agentvault.gate.Gate gate; }
            """))).hasSize(2);
    }

    @Test
    void packages_have_no_cycles() {
        assertThat(cycles(MainClasses.ALL)).isEmpty();

        assertThat(cycles(Offender.compiled("""
            package agentvault.one;
            public class First { agentvault.two.Second second; }
            """, """
            package agentvault.two;
            public class Second { agentvault.one.First first; }
            """))).isNotEmpty();
    }

    private static List<String> cycles(JavaClasses classes) {
        return SlicesRuleDefinition.slices()
                .matching("agentvault.(**)")
                .should()
                .beFreeOfCycles()
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
    }

    private static Rule forbiddingDependencies(Predicate<Dependency> which) {
        return new Rule(of -> of.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> !target(dependency).isPrimitive())
                .filter(which)
                .map(Dependency::getDescription));
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }
}
