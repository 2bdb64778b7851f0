package agentvault.console;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// An address on the web that an agent names, with the host that it leads to.
public record Link(String address, Host host) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /// Empty for what is no plain address of a page: then it is shown as the text that it is.
    static Optional<Link> of(String text) {
        try {
            var address = new URI(text);
            var scheme = address.getScheme();
            var host = address.getHost();
            boolean plain = scheme != null
                    && SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))
                    && host != null
                    && address.getRawUserInfo() == null;
            return plain ? Optional.of(new Link(address.toASCIIString(), Host.of(host))) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
