package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where in a request a service puts its credential: the slot it fills.
public sealed interface Attachment {

    /// `Authorization: Bearer <token>`.
    record Bearer(CredentialKey token) implements Attachment {}

    /// `Authorization: Basic base64(username:password)`.
    record Basic(Half username, Half password) implements Attachment {}

    /// `<header>: <prefix><key>`.
    record ApiKey(CredentialKey key, HeaderName header, String prefix) implements Attachment {
        public ApiKey {
            if (prefix.length() > 200 || !prefix.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("a prefix is printable ASCII, 200 characters at most");
            }
        }
    }

    /// Any headers, each from a template.
    record Custom(SortedMap<HeaderName, HeaderTemplate> headers) implements Attachment {
        public Custom {
            headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
            if (headers.isEmpty()) throw new IllegalArgumentException("custom needs at least one header");
        }
    }

    /// `?<parameter>=<key>`.
    record Query(CredentialKey key, String parameter) implements Attachment {
        public Query {
            FreeText.checked("a query parameter's name", parameter);
            if (parameter.isEmpty() || parameter.length() > 200) {
                throw new IllegalArgumentException("a query parameter's name has 1 to 200 characters");
            }
        }
    }

    /// The request is let through, named and recorded, and nothing is added.
    record Passthrough() implements Attachment {}

    /// Connections pass unopened: nothing in them is looked at, and nothing is ever added.
    record Tunnel() implements Attachment {}

    /// The service fills no slot; it only has placeholders, and never decides over one that fills a slot.
    record PlaceholdersOnly() implements Attachment {}

    /// One side of a Basic pair.
    sealed interface Half {
        record OfCredential(CredentialKey key) implements Half {}

        record Literal(String text) implements Half {
            public Literal {
                if (text.length() > 200 || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                    throw new IllegalArgumentException(
                            "a literal user name is printable ASCII, 200 characters at most");
                }
            }
        }
    }

    default boolean fillsSlot() {
        return !(this instanceof PlaceholdersOnly);
    }

    /// The credentials it needs, in the order they are rendered.
    default List<CredentialKey> keys() {
        return switch (this) {
            case Bearer(var token) -> List.of(token);
            case Basic(var username, var password) ->
                List.of(username, password).stream()
                        .filter(Half.OfCredential.class::isInstance)
                        .map(half -> ((Half.OfCredential) half).key())
                        .toList();
            case ApiKey(var key, var _, var _) -> List.of(key);
            case Custom(var headers) ->
                headers.values().stream()
                        .flatMap(template -> template.keys().stream())
                        .toList();
            case Query(var key, var _) -> List.of(key);
            case Passthrough(), Tunnel() -> List.of();
            case PlaceholdersOnly() -> List.of();
        };
    }

    default void writeTo(Canonical out) {
        switch (this) {
            case Bearer(var token) -> out.text("bearer").text(token.text());
            case Basic(var username, var password) -> {
                out.text("basic");
                writeHalf(out, username);
                writeHalf(out, password);
            }
            case ApiKey(var key, var header, var prefix) ->
                out.text("api-key").text(key.text()).text(header.text()).text(prefix);
            case Custom(var headers) ->
                out.text("custom")
                        .list(
                                headers.entrySet(),
                                (to, header) -> to.text(header.getKey().text())
                                        .text(header.getValue().text()));
            case Query(var key, var parameter) ->
                out.text("query").text(key.text()).text(parameter);
            case Passthrough() -> out.text("passthrough");
            case Tunnel() -> out.text("tunnel");
            case PlaceholdersOnly() -> out.text("placeholders");
        }
    }

    private static void writeHalf(Canonical out, Half half) {
        switch (half) {
            case Half.OfCredential(var key) -> out.flag(true).text(key.text());
            case Half.Literal(var text) -> out.flag(false).text(text);
        }
    }
}
