package agentvault.rig;

import agentvault.load.Tally;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was measured of each of several, one right after the other.
///
/// @param samples by name, in their order
record Round(Map<String, Sample> samples) {

    /// @param errors what went wrong, with how often
    record Sample(Map<Figure, Double> figures, Map<String, Integer> errors) {

        Sample {
            figures = Map.copyOf(figures);
            errors = Map.copyOf(errors);
        }

        /// @param rate what is counted for each second
        /// @param cpuMicros taken by all of it
        static Sample of(Figure rate, Tally tally, long cpuMicros) {
            return new Sample(
                    Map.of(
                            rate,
                            tally.rate(),
                            Figure.MEDIAN,
                            (double) tally.micros(50),
                            Figure.TAIL,
                            (double) tally.micros(99),
                            Figure.CPU,
                            (double) cpuMicros / Math.max(1, tally.answers())),
                    tally.errors());
        }
    }

    Round {
        samples = Collections.unmodifiableMap(new LinkedHashMap<>(samples));
    }

    /// @param names their order
    static Round of(List<String> names, Map<String, Sample> samples) {
        var ordered = new LinkedHashMap<String, Sample>();
        samples.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> names.indexOf(each.getKey())))
                .forEach(each -> ordered.put(each.getKey(), each.getValue()));
        return new Round(ordered);
    }

    boolean has(String name) {
        return samples.containsKey(name);
    }

    double of(String name, Figure figure) {
        return sample(name).figures().getOrDefault(figure, Double.NaN);
    }

    private Sample sample(String name) {
        var sample = samples.get(name);
        if (sample == null) throw new IllegalArgumentException(name + " was not measured");
        return sample;
    }
}
