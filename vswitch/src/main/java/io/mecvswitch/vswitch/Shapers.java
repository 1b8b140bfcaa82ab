package io.mecvswitch.vswitch;

import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.gtpu.PacketOwners;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.qos.EgressScheduler;
import io.mecvswitch.qos.Shaper;
import io.mecvswitch.stage.PacketVector;
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

    private final SwitchConfig config;
    private final QosConfig qos;
    private final PacketOwners owners;
    private final PacketMemory memory;
    private final StatusFile status;
    private final boolean late;

    /**
     * @param config has the shapers
     * @param owners tells those of packets
     * @param memory where packets are
     * @param status gives counters
     * @param late   whether lanes may come late, see {@link Shaper}
     */
    Shapers(final SwitchConfig config, final PacketOwners owners, final PacketMemory memory, final StatusFile status,
        final boolean late) {
        this.config = config;
        this.qos = config.qos();
        this.owners = owners;
        this.memory = memory;
        this.status = status;
        this.late = late;
    }

    /** Whether a shaper asks which rule concerns a packet. */
    static boolean askForRules(final QosConfig qos) {
        return qos.shapers().stream().flatMap(shaper -> shaper.classes().stream())
            .anyMatch(shaped -> !shaped.rules().isEmpty() || shaped.bearerRate().isPresent());
    }

    /** Whether a shaper asks which bearer a packet is of. */
    static boolean tellBearersApart(final QosConfig qos) {
        return qos.shapers().stream().flatMap(shaper -> shaper.classes().stream())
            .anyMatch(shaped -> shaped.bearerRate().isPresent());
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
        return new Shaper(shaper, new Shaper.Members(byRule, owners(shaper), ofIngresses), memory, counters, late);
    }

    /** Classes of slices; empty if none has one. */
    private Shaper.Owners owners(final ShaperConfig shaper) {
        final Map<String, Integer> ofSlices = numbers(shaper, ShapedClass::slices);
        final int[] bySlice = ofSlices.isEmpty() ? new int[0] : config.slices().slices().stream()
            .mapToInt(slice -> ofSlices.getOrDefault(slice.plmn(), 0)).toArray();
        return new OwnersInClasses(owners, bySlice);
    }

    /**
     * Whose a packet is, and the class of that.
     *
     * @param packets tells owners
     * @param bySlice number of the class of each slice; empty if none has one
     */
    private record OwnersInClasses(PacketOwners packets, int[] bySlice) implements Shaper.Owners {
        @Override
        public int classOfSlice(final PacketVector vector, final int i) {
            if (bySlice.length == 0) {
                return 0;
            }
            final int slice = packets.slice(vector, i);
            return slice == PacketOwners.NONE ? 0 : bySlice[slice];
        }

        @Override
        public int bearer(final PacketVector vector, final int i) {
            return packets.bearer(vector, i);
        }
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
