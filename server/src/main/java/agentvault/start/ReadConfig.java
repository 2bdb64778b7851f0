package agentvault.start;

import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;
import agentvault.command.Call;
import agentvault.command.Environment;
import agentvault.command.Failure;
import agentvault.files.Durability;
import agentvault.gate.AddressRange;
import agentvault.log.Format;
import agentvault.log.Level;
import agentvault.server.Serving;
import agentvault.wire.Protection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads settings into what a server starts with, or says which of them cannot be used.
final class ReadConfig {

    private static final String USUAL_HOST = "127.0.0.1";
    private static final String USUAL_PORT = "14321";
    private static final String USUAL_PROXY_PORT = "14322";
    private static final int PORTS = 65_535;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final int MOST_HOURS = 24 * 366 * 10;
    private static final int MOST_ROWS = 100_000_000;
    private static final Pattern LARGE_NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern ZONE = Pattern.compile("%.*");

    private final Settings settings;
    private final Path data;

    private ReadConfig(Settings settings, Path data) {
        this.settings = settings;
        this.data = data;
    }

    static Config from(Settings settings, Path data) {
        var read = new ReadConfig(settings, data);
        return new Config(read.keeping(), read.reach(), read.logging());
    }

    static Settings settings(Call call, Path data) {
        return Settings.gather(call, ConfigFile.in(data).read());
    }

    /// The data directory: named, or where programs of this user keep their data.
    static Path data(Call call) {
        var environment = call.environment();
        return call.value(Setting.DATA_DIR.flag())
                .or(() -> environment.variable("AGENT_VAULT_DATA_DIR"))
                .map(named -> environment.folder().resolve(named))
                .orElseGet(() -> usualData(environment))
                .normalize();
    }

    private static Path usualData(Environment environment) {
        return environment
                .variable("XDG_DATA_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> environment.home().resolve(".local/share"))
                .resolve("agent-vault");
    }

    private Config.Keeping keeping() {
        return new Config.Keeping(
                data,
                settings.one(Setting.DATABASE_URL).map(Config.DatabaseUrl::new),
                settings.one(Setting.MASTER_KEY_FILE).map(ReadConfig::absolute),
                oneOf(Setting.AUDIT_DURABILITY, Durability.class, Durability.WRITE),
                new Serving.Keeping(
                        settings.one(Setting.LOGS_MAX_AGE_HOURS)
                                .map(text -> number(Setting.LOGS_MAX_AGE_HOURS, text, MOST_HOURS))
                                .map(Duration::ofHours)
                                .orElse(Serving.Keeping.STANDARD.age()),
                        settings.one(Setting.LOGS_MAX_ROWS_PER_VAULT)
                                .map(text -> number(Setting.LOGS_MAX_ROWS_PER_VAULT, text, MOST_ROWS))
                                .orElse(Serving.Keeping.STANDARD.passagesOfEachVault())));
    }

    private int number(Setting setting, String text, int most) {
        boolean number = LARGE_NUMBER.matcher(text).matches();
        if (number && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most) return Integer.parseInt(text);
        throw settings.wrong(setting, "It is a number from 1 to " + most + ".");
    }

    /// Beside the API on its usual port; a server on another one is asked which port its proxy has.
    private Serving.Forwarding forwarding(InetSocketAddress api) {
        int port = port(Setting.MITM_PORT, api.getPort() == Integer.parseInt(USUAL_PORT) ? USUAL_PROXY_PORT : "0");
        return port == 0
                ? new Serving.Forwarding.None()
                : new Serving.Forwarding.At(
                        new InetSocketAddress(api.getAddress(), port),
                        settings.one(Setting.MITM_PORT).isPresent());
    }

    private Config.Logging logging() {
        return new Config.Logging(
                oneOf(Setting.LOG_LEVEL, Level.class, Level.INFO),
                oneOf(Setting.LOG_FORMAT, Format.class, Format.TEXT));
    }

    private Config.Reach reach() {
        var listen = new InetSocketAddress(host(), port(Setting.PORT, USUAL_PORT));
        var protection = protection();
        boolean plain = protection instanceof Protection.Plain && !settings.on(Setting.ALLOW_PLAIN_TEXT);
        if (plain && !listen.getAddress().isLoopbackAddress()) throw plainText();
        var address = address();
        return new Config.Reach(
                listen,
                forwarding(listen),
                protection,
                names(listen, address),
                settings.all(Setting.TRUSTED_PROXY).stream().map(this::range).toList(),
                address.map(URI::toString).orElse(""),
                new ReadOutgoing(settings).outgoing());
    }

    private InetAddress host() {
        try {
            return InetAddress.getByName(settings.one(Setting.HOST).orElse(USUAL_HOST));
        } catch (UnknownHostException _) {
            throw settings.wrong(Setting.HOST, "It is an address of this machine, as 127.0.0.1 or 0.0.0.0.");
        }
    }

    private int port(Setting setting, String usual) {
        var text = settings.one(setting).orElse(usual);
        boolean number = NUMBER.matcher(text).matches();
        if (number && Integer.parseInt(text) <= PORTS) return Integer.parseInt(text);
        throw settings.wrong(setting, "A port is a number up to 65535.");
    }

    private Protection protection() {
        var chain = settings.one(Setting.TLS_CERT).map(ReadConfig::absolute);
        var key = settings.one(Setting.TLS_KEY).map(ReadConfig::absolute);
        if (chain.isEmpty() && key.isEmpty()) return new Protection.Plain();
        return new Protection.Tls(
                readable(Setting.TLS_CERT, chain, "--tls-key needs --tls-cert beside it."),
                readable(Setting.TLS_KEY, key, "--tls-cert needs --tls-key beside it."));
    }

    private Path readable(Setting setting, Optional<Path> file, String missing) {
        if (file.isEmpty()) throw Failure.misuse(missing);
        if (Files.isReadable(file.get())) return file.get();
        throw settings.wrong(setting, file.get() + " cannot be read.");
    }

    private Failure plainText() {
        return Failure.misuse("Passwords and tokens would cross the network in plain text.")
                .because("The server is to listen where other machines reach it, without TLS.")
                .next("agent-vault server --host " + settings.one(Setting.HOST).orElse(USUAL_HOST)
                        + " --tls-cert chain.pem --tls-key key.pem")
                .next("add --allow-plain-text if something in front of it speaks TLS");
    }

    private Optional<URI> address() {
        return settings.one(Setting.ADDRESS).map(text -> {
            var why = "It looks like https://vault.example.com.";
            try {
                var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
                boolean bare =
                        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
                if (web && bare && uri.getHost() != null) return uri;
            } catch (URISyntaxException _) {
                throw settings.wrong(Setting.ADDRESS, why);
            }
            throw settings.wrong(Setting.ADDRESS, why);
        });
    }

    private Set<CanonicalHost> names(InetSocketAddress listen, Optional<URI> address) {
        var names = new LinkedHashSet<CanonicalHost>();
        settings.all(Setting.ALLOWED_HOST).forEach(name -> names.add(name(Setting.ALLOWED_HOST, name)));
        address.ifPresent(uri -> names.add(name(Setting.ADDRESS, uri.getHost())));
        if (!listen.getAddress().isAnyLocalAddress()) names.add(name(Setting.HOST, literal(listen.getAddress())));
        return names;
    }

    private CanonicalHost name(Setting setting, String name) {
        if (CanonicalHost.parse(name) instanceof HostResult.Valid(var host)) return host;
        throw settings.wrong(setting, "A name of a server looks like vault.example.com, without a port.");
    }

    private static String literal(InetAddress address) {
        var text = address.getHostAddress();
        return text.contains(":") ? "[" + ZONE.matcher(text).replaceFirst("") + "]" : text;
    }

    private AddressRange range(String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw settings.wrong(Setting.TRUSTED_PROXY, "It is an address or a range, as 10.0.0.0/8.");
        }
    }

    private <E extends Enum<E>> E oneOf(Setting setting, Class<E> kind, E usual) {
        var text = settings.one(setting);
        if (text.isEmpty()) return usual;
        return Arrays.stream(kind.getEnumConstants())
                .filter(one -> spelled(one).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> settings.wrong(setting, "It is one of " + spelled(kind) + "."));
    }

    private static String spelled(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    private static String spelled(Class<? extends Enum<?>> kind) {
        return List.of(kind.getEnumConstants()).stream()
                .map(ReadConfig::spelled)
                .collect(Collectors.joining(", "));
    }

    private static Path absolute(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }
}
