package agentvault.store;

import agentvault.workspace.StoreUnavailable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.PGProperty;

/// Where a PostgreSQL database is and who we are there: `postgres://user:password@host:5432/name?sslmode=require`, or
/// the same with `jdbc:` before it. Everything but server and name goes to the driver as settings: drivers and pools
/// like to print URLs, and more parameters than `password` are secrets.
record PostgresUrl(String jdbcUrl, Map<String, String> settings) {

    private static final String JDBC = "jdbc:";
    private static final Pattern SERVERS =
            Pattern.compile("(([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?)(,([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?)*");
    private static final String ENCODE = "characters other than letters and digits in a user, a password or a setting"
            + " are written with a percent sign, as %40 for @";

    PostgresUrl {
        settings = Map.copyOf(settings);
    }

    static PostgresUrl parse(String text) {
        String url = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
        if (!url.startsWith("postgres://") && !url.startsWith("postgresql://")) {
            throw new StoreUnavailable("the address of the database starts with postgres:// or jdbc:postgresql://");
        }
        String rest = url.substring(url.indexOf("://") + 3);
        int query = end(rest, '?');
        String place = rest.substring(0, query);
        var settings = new HashMap<String, String>();
        int slash = end(place, '/');
        int at = place.lastIndexOf('@', slash);
        if (at >= 0) putUser(settings, place.substring(0, at));
        if (query < rest.length()) putParameters(settings, rest.substring(query + 1));
        String servers = place.substring(at + 1, slash);
        String name = slash < place.length() ? place.substring(slash) : "/";
        if (!SERVERS.matcher(servers).matches() || name.indexOf('@') >= 0) {
            throw new StoreUnavailable("the address of the database cannot be read: " + ENCODE);
        }
        return new PostgresUrl("jdbc:postgresql://" + servers + name, settings);
    }

    private static int end(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text.length() : at;
    }

    private static void putUser(Map<String, String> settings, String who) {
        int colon = end(who, ':');
        if (colon > 0) settings.put(PGProperty.USER.getName(), decoded(who.substring(0, colon)));
        if (colon < who.length()) settings.put(PGProperty.PASSWORD.getName(), decoded(who.substring(colon + 1)));
    }

    /// A parameter that the driver does not know is refused: in a URL the driver would pass over it, whatever it was
    /// meant to protect. It is not repeated, because it may be a part of a password.
    private static void putParameters(Map<String, String> settings, String query) {
        for (String parameter : query.split("&", -1)) {
            int equals = end(parameter, '=');
            String name = decoded(parameter.substring(0, equals));
            if (equals == parameter.length() || PGProperty.forName(name) == null) {
                throw new StoreUnavailable("the address of the database has a parameter that is no setting of the"
                        + " PostgreSQL JDBC driver; " + ENCODE);
            }
            settings.put(name, decoded(parameter.substring(equals + 1)));
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) { // its message repeats the text
            throw new StoreUnavailable("the address of the database cannot be read: " + ENCODE);
        }
    }

    Properties properties() {
        var properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
