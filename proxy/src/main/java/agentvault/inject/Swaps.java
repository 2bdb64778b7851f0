package agentvault.inject;

import agentvault.match.AllowedPlaceholder;
import agentvault.match.PlaceholderScanner;
import agentvault.vault.Binding;
import agentvault.vault.Placeholder.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for placeholders in what goes out of a request.
final class Swaps {

    private final PlaceholderScanner scanner;
    private final List<AllowedPlaceholder> allowed;
    private final List<Swap> found = new ArrayList<>();
    private Optional<Misuse> misuse = Optional.empty();

    private Swaps(PlaceholderScanner scanner, List<AllowedPlaceholder> allowed) {
        this.scanner = scanner;
        this.allowed = allowed;
    }

    static Swaps in(
            Incoming request,
            String query,
            FieldFilter filter,
            PlaceholderScanner scanner,
            List<AllowedPlaceholder> allowed) {
        var swaps = new Swaps(scanner, allowed);
        if (scanner.longest() == 0) return swaps;
        swaps.look(request.path(), Swap.PATH, Surface.PATH);
        swaps.look(query, Swap.QUERY, Surface.QUERY);
        var fields = request.head().fields();
        for (int i = 0; i < fields.size(); i++) if (!filter.drops(i)) swaps.look(fields.value(i), i, Surface.HEADER);
        return swaps;
    }

    /// In the order in which they stand in each part.
    List<Swap> found() {
        return found;
    }

    Optional<Misuse> misuse() {
        return misuse;
    }

    /// Of texts that overlap, the one that begins first is meant, and of those the longest.
    private void look(String text, int part, Surface surface) {
        int free = 0;
        for (var occurrence : scanner.scan(text)) {
            if (occurrence.position() < free) continue;
            free = occurrence.end();
            var meant = allowed(occurrence.text());
            if (meant.isEmpty()) {
                misuse = Optional.of(Misuse.WRONG_DESTINATION);
                return;
            }
            take(meant.get(), new Place(part, occurrence), surface);
        }
    }

    private record Place(int part, PlaceholderScanner.Found at) {}

    private void take(AllowedPlaceholder meant, Place place, Surface surface) {
        if (meant.placeholder().surfaces().contains(surface)) {
            var need = new Need(meant.service(), meant.placeholder().key());
            found.add(new Swap(place.part(), place.at().position(), place.at().end(), need));
        } else if (!staysAsItIs(meant)) {
            misuse = Optional.of(Misuse.WRONG_PLACE);
        }
    }

    /// The cloud faces promise that what stands for a variable passes untouched where it is not exchanged, toward its
    /// own
    /// destination.
    private static boolean staysAsItIs(AllowedPlaceholder meant) {
        return meant.service().binding() instanceof Binding.Bound(var _, Binding.Target.Variable _);
    }

    private Optional<AllowedPlaceholder> allowed(String text) {
        for (var one : allowed) if (one.placeholder().text().equals(text)) return Optional.of(one);
        return Optional.empty();
    }
}
