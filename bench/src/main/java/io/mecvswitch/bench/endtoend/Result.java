package io.mecvswitch.bench.endtoend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rates that a {@link Report} wrote as JSON.
 *
 * @param mpps of each run, by scenario's label and contender
 */
record Result(Map<String, Map<String, List<Double>>> mpps) {
    /**
     * Reads a file.
     *
     * @throws IOException if it can't be read, or is none that {@link Report#json} wrote
     */
    static Result read(final Path file) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            expect(json, JsonToken.START_OBJECT, file);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                final String field = json.currentName();
                json.nextToken();
                if (field.equals("mpps")) {
                    return new Result(scenarios(json, file));
                }
                json.skipChildren();
            }
        }
        throw new IOException(file + " has no rates in it: give a file that 'bench run' wrote.");
    }

    private static Map<String, Map<String, List<Double>>> scenarios(final JsonParser json, final Path file)
        throws IOException {
        final Map<String, Map<String, List<Double>>> scenarios = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String scenario = json.currentName();
            expect(json, JsonToken.START_OBJECT, file);
            final Map<String, List<Double>> contenders = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                contenders.put(json.currentName(), runs(json, file));
            }
            scenarios.put(scenario, contenders);
        }
        return scenarios;
    }

    private static List<Double> runs(final JsonParser json, final Path file) throws IOException {
        expect(json, JsonToken.START_ARRAY, file);
        final List<Double> runs = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null || !json.currentToken().isNumeric()) {
                throw new IOException(file + " is no result: a rate is missing.");
            }
            runs.add(json.getDoubleValue());
        }
        return runs;
    }

    private static void expect(final JsonParser json, final JsonToken token, final Path file) throws IOException {
        if (json.nextToken() != token) {
            throw new IOException(file + " is no result: give a file that 'bench run' wrote.");
        }
    }

    /** Median of a contender's runs, if it took part. */
    Optional<Double> median(final String scenario, final String contender) {
        return Optional.ofNullable(mpps.getOrDefault(scenario, Map.of()).get(contender))
            .filter(runs -> !runs.isEmpty()).map(Result::median);
    }

    /** The middle one, of an even number the upper of the two in the middle. */
    static double median(final List<Double> runs) {
        return runs.stream().sorted().skip(runs.size() / 2).findFirst().orElseThrow();
    }
}
