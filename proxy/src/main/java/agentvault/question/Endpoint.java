package agentvault.question;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.Destination;
import agentvault.dial.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// A URL that is asked, without a name or password in it and without a fragment.
public record Endpoint(Place place, String authority, String target) {

    /// Over https; empty for everything else.
    public static Optional<Endpoint> of(String url) {
        return read(url).filter(endpoint -> endpoint.place().secure());
    }

    /// Over https or http.
    public static Optional<Endpoint> ofAny(String url) {
        return read(url);
    }

    /// Whether both are of one origin.
    public boolean beside(Endpoint other) {
        return place.equals(other.place);
    }

    private static Optional<Endpoint> read(String url) {
        try {
            var uri = new URI(url);
            boolean fit = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getRawAuthority() != null
                    && uri.getRawFragment() == null
                    && url.chars().allMatch(c -> c > ' ' && c < 0x7f);
            return fit ? of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<Endpoint> of(URI uri) {
        boolean secure = "https".equals(uri.getScheme());
        int usual = secure ? Destination.HTTPS_PORT : Destination.HTTP_PORT;
        if (!(Authority.parse(uri.getRawAuthority(), usual) instanceof AuthorityResult.Valid(var at)))
            return Optional.empty();
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return Optional.of(new Endpoint(Place.of(at, secure), uri.getRawAuthority(), path + query));
    }
}
