package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import agentvault.canary.Canary;
import agentvault.canary.Canary.Sighting;
import agentvault.canary.Encoding;
import agentvault.crypto.KeyProvider;
import agentvault.vault.Metadata;
import agentvault.vault.Slug;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A secret where none may be, so that a search is seen to find it. It has no mark: other tests search the same places.
final class Leak {

    /// What can be written into a field of text.
    static final Set<Encoding> TEXTS = EnumSet.complementOf(EnumSet.of(Encoding.UTF_16));

    private static final String PLANTED = "pl4ntedOnPurp0se~~~Qw8zRt5y";

    private Leak() {}

    static Canary canary() {
        return Canary.ofMark().and(PLANTED.getBytes(UTF_8));
    }

    /// Puts it into rows and into entries of the trail, in every encoding.
    static void into(Workspace workspace, KeyProvider provider) {
        KilledOperation.FOUND.run(workspace, provider);
        var owner = KilledOperation.owner(workspace);
        for (var encoding : TEXTS) {
            String leaked = new String(encoding.of(PLANTED.getBytes(UTF_8)), ISO_8859_1);
            var slug = Slug.derived(encoding.name(), _ -> false);
            var vault = done(workspace.vaults().create(owner, slug, Vaults.Naming.of("vault")));
            var naming = new Vaults.Naming("vault", leaked, Metadata.EMPTY);
            done(workspace.vaults().describe(owner, vault.id(), naming));
            done(workspace.actors().apiKeys().create(owner, ApiKeys.Plan.named(leaked)))
                    .close();
        }
    }

    /// In which encodings it was found in places that end like this.
    static Set<Encoding> encodings(List<Sighting> found, String place) {
        return found.stream()
                .filter(sighting -> sighting.place().endsWith(place))
                .map(Sighting::encoding)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Encoding.class)));
    }
}
