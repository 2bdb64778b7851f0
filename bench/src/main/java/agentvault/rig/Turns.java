package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Measures several, each in its turn, and tells how it goes.
record Turns(String scenario, int rounds, Duration time) {

    /// Warm is who has answered so often that its bytecode is compiled, and then for so many turns took no less than
    /// this
    /// share of the least CPU before.
    private static final double OFTEN = 20_000;

    private static final int ENOUGH = 3;
    private static final double STEADY = 0.95;

    private static final int MOST_WARMING = 30;

    private static final Duration LEAST_WARMING = Duration.ofSeconds(5);

    /// Drives each until it takes no less for it than before: compilers of bytecode need their time.
    ///
    /// @param rate what counts answers
    void warm(List<Contender> all, Figure rate) {
        var span = time.compareTo(LEAST_WARMING) > 0 ? time : LEAST_WARMING;
        for (var each : all) {
            double least = Double.MAX_VALUE;
            double answers = 0;
            int since = 0;
            for (int turn = 1; turn <= MOST_WARMING && (since < ENOUGH || answers < OFTEN); turn++) {
                var figures = measured("warming", each, span).figures();
                answers += span.toSeconds() * figures.getOrDefault(rate, 0.0);
                double now = figures.getOrDefault(Figure.CPU, 0.0);
                since = now < least * STEADY ? 0 : since + 1;
                least = Math.min(least, now);
            }
        }
    }

    /// Measures each once in every round, and begins each round with another one.
    List<Round> measure(List<Contender> all) {
        var measured = new ArrayList<Round>();
        for (int number = 1; number <= rounds; number++) {
            var order = new ArrayList<>(all);
            Collections.rotate(order, number);
            var samples = new LinkedHashMap<String, Sample>();
            for (var each : order) samples.put(each.name(), measured("round " + number + "/" + rounds, each, time));
            var names = all.stream().map(Contender::name).toList();
            measured.add(Round.of(names, samples));
        }
        return measured;
    }

    private Sample measured(String when, Contender each, Duration span) {
        var sample = each.measure(span);
        var figures = sample.figures().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(figure -> String.format(
                        Locale.ROOT,
                        "%s %,." + figure.getKey().digits() + "f",
                        figure.getKey().heading(),
                        figure.getValue()))
                .collect(Collectors.joining(" · "));
        var errors = sample.errors().isEmpty() ? "" : " · errors: " + Measured.told(sample.errors());
        System.err.println(scenario + " " + when + " " + each.name() + ": " + figures + errors);
        return sample;
    }

    String told() {
        return rounds + " rounds of " + time.toSeconds() + " s";
    }
}
