package agentvault.start;

import agentvault.command.Failure;
import agentvault.command.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// `config.toml` in the data directory: settings by the names of their flags, each a text, a number, true or false, or
/// a list of texts.
record ConfigFile(Path path) {

    private static final int LONGEST = 64 * 1024;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    static ConfigFile in(Path data) {
        return new ConfigFile(data.resolve("config.toml"));
    }

    /// Nothing if there is no such file.
    Map<Setting, Settings.Found> read() {
        var found = new EnumMap<Setting, Settings.Found>(Setting.class);
        content()
                .ifPresent(table -> table.properties().forEach(field -> {
                    var setting = setting(field.getKey());
                    var where = setting.key() + " in " + path;
                    found.put(setting, new Settings.Found(values(field.getKey(), field.getValue()), where, false));
                }));
        if (found.containsKey(Setting.DATABASE_URL)) keepPrivate();
        return found;
    }

    private Optional<JsonNode> content() {
        try {
            if (Files.size(path) > LONGEST) throw Failure.misuse(path + " is too large to be settings.");
            return Optional.of(new TomlMapper().readTree(Files.readAllBytes(path)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw Failure.misuse(
                            path + " is not TOML" + (place == null ? "." : ": look at line " + place.getLineNr() + "."))
                    .because("A line is a name, an equals sign and a value: port = 14321, host = \"127.0.0.1\".");
        } catch (IOException e) {
            throw Failure.of(path + " cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    private Setting setting(String key) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.key().equals(key) && Setting.keys().contains(key))
                .findFirst()
                .orElseThrow(() -> unknown(key));
    }

    private Failure unknown(String key) {
        var failure = Failure.misuse("There is no setting \"" + key + "\", in " + path + ".");
        var meant = Nearest.to(key, Setting.keys()).map(near -> "Did you mean " + near + "?");
        return failure.because(meant.orElse("The settings are " + String.join(", ", Setting.keys()) + "."));
    }

    private List<String> values(String key, JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(one -> scalar(key, one)).toList();
        }
        return List.of(scalar(key, value));
    }

    private String scalar(String key, JsonNode value) {
        if (value.isValueNode()) return value.asString();
        throw Failure.misuse(key + " in " + path + " is not a single value.");
    }

    private void keepPrivate() {
        try {
            if (Files.getPosixFilePermissions(path).stream().noneMatch(OTHERS::contains)) return;
            throw Failure.misuse("Others on this machine may read " + path + ".")
                    .because("The address of a database may hold a password.")
                    .next("chmod 600 " + path);
        } catch (IOException e) {
            throw Failure.of(path + " cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }
}
