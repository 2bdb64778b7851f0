package agentvault.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What code may do to the world around it: the core nothing, the rest what is named here.
class WorldTest {

    private static final List<String> OUTSIDE = List.of(
            "java.io",
            "java.net",
            "java.nio.channels",
            "java.nio.file",
            "java.sql",
            "java.util.logging",
            "java.util.random",
            "java.lang.System$Logger",
            "java.lang.Process",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.util.Random",
            "java.util.Scanner",
            "java.util.Timer",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.SplittableRandom");

    /// What single classes of the core use of it all the same, and why that is no I/O.
    private static final Map<String, Set<String>> HARMLESS = Map.of(
            // A buffer in memory.
            "agentvault.crypto.Canonical", Set.of("java.io.ByteArrayOutputStream"),
            "agentvault.crypto.Encodings", Set.of("java.io.ByteArrayOutputStream"),
            "agentvault.crypto.Mask", Set.of("java.io.ByteArrayOutputStream"),
            // Reads the list that is bundled with the class.
            "agentvault.address.PublicSuffixes",
                    Set.of(
                            "java.io.BufferedReader",
                            "java.io.IOException",
                            "java.io.InputStream",
                            "java.io.InputStreamReader",
                            "java.io.Reader",
                            "java.io.UncheckedIOException"));

    /// Calls that ask the machine for something: the time, a random number, its settings, a thread.
    private static final Map<String, Set<String>> ASKING = Map.of(
            "java.lang.Math", Set.of("random"),
            "java.lang.Runtime", Set.of("getRuntime"),
            "java.lang.System",
                    Set.of(
                            "currentTimeMillis",
                            "nanoTime",
                            "getenv",
                            "getProperty",
                            "getProperties",
                            "exit",
                            "in",
                            "out",
                            "err"),
            "java.lang.Thread",
                    Set.of("<init>", "sleep", "start", "startVirtualThread", "ofVirtual", "ofPlatform", "onSpinWait"),
            "java.time.Instant", Set.of("now"),
            "java.time.InstantSource", Set.of("system"),
            "java.time.LocalDate", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.util.UUID", Set.of("randomUUID"));

    private static final Rule NO_OUTSIDE = new Rule(of -> of.getDirectDependenciesFromSelf().stream()
            .filter(dependency ->
                    outside(dependency.getTargetClass().getBaseComponentType().getName()))
            .filter(dependency -> !HARMLESS.getOrDefault(Rule.outermost(of), Set.of())
                    .contains(dependency.getTargetClass().getBaseComponentType().getName()))
            .map(dependency -> dependency.getDescription()));

    private static final Rule NO_ASKING = Rule.forbidding(access ->
            ASKING.getOrDefault(access.getTargetOwner().getName(), Set.of()).contains(access.getName()));

    private static final Rule NO_CONSOLE = Rule.forbidding(
            to("java.lang.System", "out", "err").or(access -> access.getName().equals("printStackTrace")));

    /// A pattern that is compiled when its class is loaded is ours; any other might be a stranger's.
    private static final Rule CONSTANT_PATTERNS = Rule.forbidding(to("java.util.regex.Pattern", "compile", "matches")
            .or(to("java.lang.String", "matches", "replaceAll", "replaceFirst"))
            .and(access -> !(access.getOrigin() instanceof JavaStaticInitializer)));

    private static final Rule CRYPTO_IN_ONE_PLACE =
            Rule.forbidding(access -> access.getName().equals("getInstance")
                    && (access.getTargetOwner().getPackageName().equals("java.security")
                            || access.getTargetOwner().getPackageName().startsWith("javax.crypto")));

    @Test
    void the_core_does_no_input_or_output() {
        assertThat(NO_OUTSIDE.breachesIn(MainClasses.of("core"))).isEmpty();
    }

    @Test
    void input_and_output_in_the_core_is_seen() {
        var fields = List.of(
                "java.nio.file.Path file",
                "java.io.File[] files",
                "java.net.URI address",
                "java.sql.Connection database",
                "java.util.logging.Logger log",
                "System.Logger log",
                "java.security.SecureRandom random");

        assertThat(holding(fields))
                .hasSameSizeAs(fields)
                .allMatch(bad -> NO_OUTSIDE.breaches().apply(bad).findAny().isPresent());
    }

    @Test
    void the_core_asks_no_clock_no_chance_and_no_machine() {
        assertThat(NO_ASKING.breachesIn(MainClasses.of("core"))).isEmpty();
    }

    @Test
    void asking_the_machine_in_the_core_is_seen() {
        var fields = List.of(
                "Object now = java.time.Instant.now()",
                "Object now = System.currentTimeMillis()",
                "Object chance = Math.random()",
                "Object chance = java.util.UUID.randomUUID()",
                "Object settings = System.getenv()",
                "Object console = System.out",
                "java.util.function.Supplier<?> clock = java.time.Instant::now",
                "Object thread = new Thread()");

        assertThat(holding(fields))
                .hasSameSizeAs(fields)
                .allMatch(bad -> NO_ASKING.breaches().apply(bad).findAny().isPresent());
    }

    @Test
    void only_the_command_speaks_on_the_console() {
        assertThat(NO_CONSOLE.breachesIn(MainClasses.of("core", "store", "wire", "proxy", "control")))
                .isEmpty();

        assertThat(NO_CONSOLE.breachesIn(
                        Offender.compiled("package agentvault.keys; class Bad { void hear(Exception e) {"
                                + " e.printStackTrace(); System.err.println(e); } }")))
                .hasSize(2);
    }

    @Test
    void regular_expressions_are_constants() {
        assertThat(CONSTANT_PATTERNS.breachesIn(MainClasses.ALL)).isEmpty();

        assertThat(CONSTANT_PATTERNS.breachesIn(Offender.compiled("package agentvault.match; class Bad {"
                        + " boolean a(String t, String p) { return java.util.regex.Pattern.compile(p).matcher(t).find(); }"
                        + " boolean b(String t, String p) { return t.matches(p); } }")))
                .hasSize(2);
    }

    @Test
    void ciphers_hashes_and_signatures_are_made_in_crypto_alone() {
        assertThat(CRYPTO_IN_ONE_PLACE.breachesIn(MainClasses.ALL.that(resideOutsideOfPackage("agentvault.crypto"))))
                .isEmpty();

        assertThat(CRYPTO_IN_ONE_PLACE.breachesIn(
                        Offender.compiled("package agentvault.vault; class Bad { void make() throws Exception {"
                                + " javax.crypto.Cipher.getInstance(\"AES\"); javax.crypto.Mac.getInstance(\"HmacMD5\");"
                                + " java.security.MessageDigest.getInstance(\"MD5\");"
                                + " java.security.KeyFactory.getInstance(\"RSA\");"
                                + " java.security.Signature.getInstance(\"Ed25519\"); } }")))
                .hasSize(5);
    }

    /// Classes of the core, each with one of these fields.
    private static JavaClasses holding(List<String> fields) {
        return Offender.compiled(IntStream.range(0, fields.size())
                .mapToObj(n -> "package agentvault.id; class Bad" + n + " { " + fields.get(n) + "; }")
                .toArray(String[]::new));
    }

    private static boolean outside(String name) {
        return OUTSIDE.stream().anyMatch(out -> name.equals(out) || name.startsWith(out + "."));
    }

    private static Predicate<JavaAccess<?>> to(String owner, String... names) {
        return access ->
                access.getTargetOwner().getName().equals(owner) && Set.of(names).contains(access.getName());
    }
}
