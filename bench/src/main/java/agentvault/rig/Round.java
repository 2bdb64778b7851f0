package agentvault.rig;

import java.util.Collections;
import java.util.LinkedHashMap;
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
    }

    Round {
        samples = Collections.unmodifiableMap(new LinkedHashMap<>(samples));
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
