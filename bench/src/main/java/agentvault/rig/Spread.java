package agentvault.rig;

import java.util.List;
import java.util.Locale;

/// Values of several rounds: the least, the one in the middle, the greatest.
record Spread(double least, double median, double greatest) {

    static Spread of(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return new Spread(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }

    /// As `median (least to greatest)`.
    String shown(int digits) {
        var form = "%,." + digits + "f";
        // What is not measured of one of those that are compared.
        if (Double.isNaN(median)) return "–";
        return String.format(Locale.ROOT, form + " (" + form + " to " + form + ")", median, least, greatest);
    }
}
