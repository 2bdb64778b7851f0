package agentvault.workspace;

import agentvault.id.Id;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.page.PageRequest.Archived;
import agentvault.page.PageRequest.Filter;
import agentvault.page.PageRequest.From;
import agentvault.vault.Vault;
import java.util.List;

/// Lists of vaults in the plainest way: the reference that databases are compared with.
final class Listing {

    private Listing() {}

    static boolean shows(Filter filter, Vault vault) {
        var made = vault.life().created().at();
        return (filter.archived() == Archived.INCLUDED
                        || vault.life().active() == (filter.archived() == Archived.LEFT_OUT))
                && (contains(vault.displayName(), filter.nameContains())
                        || contains(vault.slug().text(), filter.nameContains()))
                && !made.isBefore(filter.madeFrom())
                && !made.isAfter(filter.madeTo());
    }

    static Page<Id> page(List<Vault> newestFirst, PageRequest request) {
        int limit = request.limit();
        return switch (request.from()) {
            case From.Newest() -> first(newestFirst, limit);
            case From.OlderThan(var stamp) ->
                first(
                        newestFirst.stream()
                                .filter(vault -> vault.life().created().compareTo(stamp) < 0)
                                .toList(),
                        limit);
            case From.NewerThan(var stamp) ->
                last(
                        newestFirst.stream()
                                .filter(vault -> vault.life().created().compareTo(stamp) > 0)
                                .toList(),
                        limit);
        };
    }

    private static Page<Id> first(List<Vault> vaults, int limit) {
        var items = vaults.subList(0, Math.min(limit, vaults.size()));
        return new Page<>(items.stream().map(Vault::id).toList(), vaults.size() > limit);
    }

    private static Page<Id> last(List<Vault> vaults, int limit) {
        var items = vaults.subList(Math.max(0, vaults.size() - limit), vaults.size());
        return new Page<>(items.stream().map(Vault::id).toList(), vaults.size() > limit);
    }

    private static boolean contains(String text, String part) {
        for (int at = 0; at <= text.length() - part.length(); at++) {
            if (text.regionMatches(true, at, part, 0, part.length())) return true;
        }
        return false;
    }
}
