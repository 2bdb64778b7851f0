package agentvault.faces;

import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.match.Target;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Where credentials are for.
final class Place {

    /// Two on each host, so that one may be taken for the other. The last has a query.
    static final List<String> URLS = List.of(
            "https://one.example.com/mcp",
            "https://one.example.com/other",
            "https://two.example.com/",
            "https://two.example.com/mcp?team=a");

    static final List<String> VARIABLES = List.of("FIRST_TOKEN", "SECOND_TOKEN", "THIRD_TOKEN", "FOURTH_TOKEN");
    static final String VARIABLES_HOST = "three.example.com";

    private Place() {}

    static boolean hasQuery(int place) {
        return URLS.get(place).indexOf('?') >= 0;
    }

    /// A request for what a credential is for.
    static Target request(Step.Kind kind, int place) {
        var url = URI.create(kind == Step.Kind.VARIABLE ? "https://" + VARIABLES_HOST + "/" : URLS.get(place));
        return new Target(
                new CanonicalHost(url.getHost()),
                443,
                true,
                "GET",
                CanonicalPath.parse(url.getPath()),
                Optional.ofNullable(url.getQuery()).orElse(""),
                false);
    }
}
