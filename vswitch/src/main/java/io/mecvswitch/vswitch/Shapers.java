package io.mecvswitch.vswitch;

import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.qos.EgressScheduler;
import io.mecvswitch.qos.Shaper;
import io.mecvswitch.status.ShaperCounters;
import io.mecvswitch.status.StatusFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the shapers of a configuration. Control thread. */
final class Shapers {
    /** What the class is called of what is in none. */
    private static final String OTHERS = "other";

    private final QosConfig qos;
    private final PacketMemory memory;
    private final StatusFile status;
    private final boolean late;

    /**
     * @param qos    has the shapers
     * @param memory where packets are
     * @param status gives counters
     * @param late   whether lanes may come late, see {@link Shaper}
     */
    Shapers(final QosConfig qos, final PacketMemory memory, final StatusFile status, final boolean late) {
        this.qos = qos;
        this.memory = memory;
        this.status = status;
        this.late = late;
    }

    /** Whether a shaper asks which rule concerns a packet. */
    static boolean askForRules(final QosConfig qos) {
        return qos.shapers().stream().flatMap(shaper -> shaper.classes().stream())
            .anyMatch(shaped -> !shaped.rules().isEmpty() || shaped.bearerRate().isPresent());
    }

    /** Names of the counters of a configuration's classes. */
    static Set<String> names(final QosConfig qos) {
        return qos.shapers().stream().flatMap(Shapers::names).collect(Collectors.toSet());
    }

    private static Stream<String> names(final ShaperConfig shaper) {
        return Stream.concat(Stream.of(OTHERS), shaper.classes().stream().map(ShapedClass::name))
            .map(name -> shaper.port() + " " + name);
    }

    /**
     * Puts shapers in the places of their ports.
     *
     * @param schedulers by port index
     * @param indexes    of ports
     * @param rules      by index of the rule; with null where there is none
     */
    void put(final EgressScheduler[] schedulers, final Map<String, Integer> indexes, final RuleConfig[] rules) {
        for (final ShaperConfig shaper : qos.shapers()) {
            schedulers[indexes.get(shaper.port())] = make(shaper, schedulers.length, indexes, rules);
        }
    }

    private Shaper make(final ShaperConfig shaper, final int ports, final Map<String, Integer> indexes,
        final RuleConfig[] rules) {
        final Map<String, Integer> ofRules = numbers(shaper, ShapedClass::rules);
        final int[] ofIngresses = new int[ports];
        numbers(shaper, ShapedClass::ingresses).forEach((port, number) -> ofIngresses[indexes.get(port)] = number);
        final int[] byRule = ofRules.isEmpty() ? new int[0] : IntStream.range(0, rules.length)
            .map(index -> rules[index] == null ? 0 : ofRules.getOrDefault(rules[index].name(), 0)).toArray();
        final List<ShaperCounters> counters = names(shaper).map(status::shaperCounters).toList();
        return new Shaper(shaper, byRule, ofIngresses, memory, counters, late);
    }

    /** Number of the class, counted from 1, of each that has one. */
    private static Map<String, Integer> numbers(final ShaperConfig shaper,
        final Function<ShapedClass, List<String>> members) {
        final Map<String, Integer> numbers = new HashMap<>();
        for (int number = 1; number <= shaper.classes().size(); number++) {
            for (final String member : members.apply(shaper.classes().get(number - 1))) {
                numbers.put(member, number);
            }
        }
        return numbers;
    }
}
