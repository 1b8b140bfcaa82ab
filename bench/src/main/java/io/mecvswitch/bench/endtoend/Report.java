package io.mecvswitch.bench.endtoend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rates of all runs, as a table for people and as JSON.
 *
 * @param facts about the machine
 * @param rates Mpps of each run by contender, by scenario
 */
record Report(Map<String, String> facts, Map<Scenario, Map<String, List<Double>>> rates) {
    /** Nothing measured yet. */
    Report(final Map<String, String> facts) {
        this(facts, new LinkedHashMap<>());
    }

    /** Takes a contender's rate in. */
    void add(final Scenario scenario, final String contender, final double mpps) {
        rates.computeIfAbsent(scenario, _ -> new LinkedHashMap<>())
            .merge(contender, List.of(mpps), Report::concatenated);
    }

    private static List<Double> concatenated(final List<Double> runs, final List<Double> more) {
        return Stream.concat(runs.stream(), more.stream()).toList();
    }

    private static double[] sorted(final List<Double> runs) {
        final double[] sorted = runs.stream().mapToDouble(rate -> rate).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * Targets, then each scenario a table: minimum, median and maximum, and the switch's median by the contender's,
     * with the lowest and the highest ratio of a round.
     */
    String markdown() {
        final StringBuilder text = new StringBuilder(facts(facts)).append(targets());
        rates.forEach((scenario, contenders) -> {
            text.append("\n### ").append(scenario.title()).append("\n\n")
                .append("| | runs | min | median | max Mpps | ns/packet | ").append(Target.SWITCH)
                .append(" by this | in rounds |\n").append("|---|---|---|---|---|---|---|---|\n");
            contenders.forEach((name, runs) -> text.append(row(name, runs, contenders.get(Target.SWITCH))));
        });
        return text.toString();
    }

    private String targets() {
        final Map<String, Map<String, List<Double>>> mpps = new LinkedHashMap<>();
        rates.forEach((scenario, contenders) -> mpps.put(scenario.label(), contenders));
        final StringBuilder rows = new StringBuilder();
        for (final Target target : Target.ALL) {
            target.outcome(mpps).ifPresent(outcome -> rows.append(row(target, outcome)));
        }
        return rows.isEmpty() ? "" : """

            ### What was asked

            | | beside | asked | ratio of medians | in rounds | |
            |---|---|---|---|---|---|
            """ + rows;
    }

    private static String row(final Target target, final Target.Outcome outcome) {
        return String.format(Locale.ROOT, "| %s | %s | %.2f | %.2f | %.2f to %.2f | %s |%n", target.scenario(),
            outcome.beside(), target.asked(), outcome.ratio(), outcome.lowest(), outcome.highest(),
            outcome.ratio() >= target.asked() ? "met" : "missed");
    }

    /** What figures mean nothing without, as a list. */
    static String facts(final Map<String, String> facts) {
        final StringBuilder text = new StringBuilder();
        facts.forEach((name, fact) -> text.append("- ").append(name).append(": ").append(fact).append('\n'));
        return text.toString();
    }

    private static String row(final String name, final List<Double> runs, final List<Double> own) {
        final double[] sorted = sorted(runs);
        final double median = Result.median(runs);
        final String ratios = own == null ? "- | -" : ratios(Target.Outcome.of(name, own, runs));
        return String.format(Locale.ROOT, "| %s | %d | %.2f | %.2f | %.2f | %.1f | %s |%n", name, sorted.length,
            sorted[0], median, sorted[sorted.length - 1], 1_000 / median, ratios);
    }

    private static String ratios(final Target.Outcome outcome) {
        return String.format(Locale.ROOT, "%.2f | %.2f to %.2f", outcome.ratio(), outcome.lowest(),
            outcome.highest());
    }

    /** Facts, and every run. */
    String json() throws IOException {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeObjectFieldStart("machine");
            for (final Map.Entry<String, String> fact : facts.entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("mpps");
            for (final Map.Entry<Scenario, Map<String, List<Double>>> scenario : rates.entrySet()) {
                json.writeObjectFieldStart(scenario.getKey().label());
                for (final Map.Entry<String, List<Double>> runs : scenario.getValue().entrySet()) {
                    json.writeFieldName(runs.getKey());
                    json.writeArray(runs.getValue().stream().mapToDouble(rate -> rate).toArray(), 0,
                        runs.getValue().size());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
