package agentvault.store;

import agentvault.workspace.StoreUnavailable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Where a PostgreSQL database is and who we are there: `postgres://user:password@host:5432/name?sslmode=require`, or
/// the same with `jdbc:` before it. The password never becomes part of the JDBC URL, which drivers like to print.
record PostgresUrl(String jdbcUrl, String user, String password) {

    private static final String JDBC = "jdbc:";

    static PostgresUrl parse(String text) {
        String url = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
        int start = url.indexOf("://") + 3;
        if (!url.startsWith("postgres://") && !url.startsWith("postgresql://")) {
            throw new StoreUnavailable("the address of the database starts with postgres:// or jdbc:postgresql://");
        }
        int slash = url.indexOf('/', start);
        String authority = slash < 0 ? url.substring(start) : url.substring(start, slash);
        int at = authority.lastIndexOf('@');
        String who = at < 0 ? "" : authority.substring(0, at);
        int colon = who.indexOf(':');
        String user = colon < 0 ? who : who.substring(0, colon);
        String password = colon < 0 ? "" : who.substring(colon + 1);
        String where = authority.substring(at + 1) + (slash < 0 ? "/" : url.substring(slash));
        return new PostgresUrl("jdbc:postgresql://" + where, decoded(user), decoded(password));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
