package io.mecvswitch.vswitch;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.gtpu.Origin;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.qos.BorrowedMeters;
import io.mecvswitch.qos.Limiters;
import io.mecvswitch.qos.MeterProfile;
import io.mecvswitch.qos.Metering;
import io.mecvswitch.qos.Meters;
import io.mecvswitch.status.StatusFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.collections.IntArrayList;

/**
 * The meters of limiters and bearers, from one configuration to the next.
 *
 * <p>A limiter keeps its meter, and what is in its buckets, as long as it keeps its name; its rates are those of the
 * configuration that a packet is under. A bearer gives what is in its buckets to the bearer that takes its name; as all
 * of it, they are changed in place. Control thread.
 */
final class Limits implements TunnelTable.RowObserver {
    private final Meters meters;
    private final Meters bearers;
    private final StatusFile status;
    private final TableMemory memory;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final IntArrayList free = new IntArrayList();
    private final Map<Integer, BorrowedMeters[]> borrowed = new HashMap<>();
    private int count;
    // by row: bearers that are within limiters by their own word
    private final Map<Integer, BearerConfig> sharing = new HashMap<>();
    private Map<String, Integer> uplinks = Map.of();
    private Map<String, Integer> downlinks = Map.of();

    /**
     * @param status has limiters' counters
     * @param memory where buckets will be, and what fetches lines ahead
     */
    Limits(final StatusFile status, final TableMemory memory) {
        this.status = status;
        this.memory = memory;
        this.meters = new Meters(memory, Limiters.CAPACITY);
        this.bearers = new Meters(memory, TunnelTable.CAPACITY);
    }

    /** Meters of limiters, by number. */
    Meters meters() {
        return meters;
    }

    /**
     * What a lane takes of limiters: of their meters, or where several lanes police, of what it borrows of them. It is
     * the lane's from one configuration to the next.
     *
     * @param lane  0 to lanes - 1
     * @param lanes that police
     */
    Metering metering(final int lane, final int lanes) {
        if (lanes == 1) {
            return meters;
        }
        return borrowed.computeIfAbsent(lanes, this::borrowers)[lane];
    }

    private BorrowedMeters[] borrowers(final int lanes) {
        final BorrowedMeters[] each = new BorrowedMeters[lanes];
        Arrays.setAll(each, _ -> new BorrowedMeters(meters, lanes));
        for (final BorrowedMeters borrower : each) {
            numbers.values().forEach(borrower::begin);
        }
        return each;
    }

    /** Meters of bearers, by reference. */
    Meters bearers() {
        return bearers;
    }

    /**
     * What the limiters of a configuration do. Each gets its number here, and keeps it until {@link #retain}.
     *
     * @throws io.mecvswitch.status.StatusException if there is no room for counters
     */
    Limiters limiters(final QosConfig qos) {
        qos.limiters().forEach(limiter -> number(limiter.name()));
        final Limiters limiters = new Limiters(count, status.rowMemory(), memory);
        qos.limiters().forEach(limiter ->
            limiters.put(number(limiter.name()), limiter, limiter.within().map(this::number).orElse(Meters.NONE),
                status.limiterCounters(limiter.name())));
        return limiters;
    }

    private int number(final String limiter) {
        return numbers.computeIfAbsent(limiter, _ -> {
            final int number = free.isEmpty() ? count++ : free.popInt();
            meters.fill(number);
            borrowed.values().forEach(lanes -> Arrays.stream(lanes).forEach(lane -> lane.begin(number)));
            return number;
        });
    }

    /** Meters of the limiters that owners of a kind have, by the owners' indexes. */
    int[] of(final QosConfig qos, final Owner owner, final int size, final ToIntFunction<String> index) {
        final int[] found = new int[size];
        Arrays.fill(found, Meters.NONE);
        attached(qos, owner).forEach((name, meter) -> found[index.applyAsInt(name)] = meter);
        return found;
    }

    /** Meter of the limiter of each owner of a kind that has one. */
    Map<String, Integer> attached(final QosConfig qos, final Owner owner) {
        return qos.attachments().stream().filter(attachment -> attachment.owner() == owner)
            .collect(Collectors.toMap(Attachment::name, attachment -> number(attachment.limiter())));
    }

    /** Puts the bearers of slices into the limiters of a configuration that is about to be published. */
    void install(final SwitchConfig next, final TunnelTable tunnels) {
        final QosConfig qos = next.qos();
        final Map<String, Integer> formerUplinks = uplinks;
        final Map<String, Integer> formerDownlinks = downlinks;
        uplinks = attached(qos, Owner.SLICE_UPLINK);
        downlinks = attached(qos, Owner.SLICE_DOWNLINK);
        if (!uplinks.equals(formerUplinks) || !downlinks.equals(formerDownlinks)) {
            next.bearers().stream().filter(bearer -> bearer.slice().isPresent()).forEach(bearer ->
                reattach(tunnels.row(bearer.name()), bearer));
        }
    }

    private void reattach(final int row, final BearerConfig bearer) {
        if (row != TunnelTable.NONE) {
            put(row, bearer);
        }
    }

    /** Names of the run time's bearers that are within limiters which a configuration does not have. */
    List<String> stranded(final SwitchConfig next, final TunnelTable tunnels) {
        final Set<String> names = names(next.qos());
        return sharing.entrySet().stream()
            .filter(entry -> tunnels.row(entry.getValue().name()) == entry.getKey())
            .map(Map.Entry::getValue)
            .filter(bearer -> tunnels.origin(bearer.name()).equals(Optional.of(Origin.RUN_TIME)))
            .filter(bearer -> Stream.of(bearer.ambr().uplinkLimiter(), bearer.ambr().downlinkLimiter())
                .flatMap(Optional::stream).anyMatch(limiter -> !names.contains(limiter)))
            .map(BearerConfig::name).toList();
    }

    private static Set<String> names(final QosConfig qos) {
        return qos.limiters().stream().map(LimiterConfig::name).collect(Collectors.toSet());
    }

    /** Forgets limiters that no lane knows any more. */
    void retain(final QosConfig qos) {
        final Set<String> names = names(qos);
        numbers.entrySet().removeIf(entry -> {
            if (names.contains(entry.getKey())) {
                return false;
            }
            free.addInt(entry.getValue());
            return true;
        });
        status.retainLimiters(names);
    }

    /** Sets apart what no meter has any more; returns whether there is any. */
    boolean seal() {
        return bearers.seal();
    }

    /** Lets what was set apart be used again, when every lane has begun a vector since. */
    void reclaim() {
        bearers.reclaim();
    }

    // Bearers.

    @Override
    public void filled(final int row, final int former, final BearerConfig bearer) {
        if (bearer != null && bearer.ambr().sharesLimiters()) {
            sharing.put(row, bearer);
        } else if (!sharing.isEmpty()) {
            sharing.remove(row);
        }
        if (bearer == null) {
            bearers.put(row << 1 | TunnelTable.UPLINK, null, Meters.NONE);
            bearers.put(row << 1 | TunnelTable.DOWNLINK, null, Meters.NONE);
            return;
        }
        for (final int direction : List.of(TunnelTable.UPLINK, TunnelTable.DOWNLINK)) {
            if (rate(bearer.ambr(), direction).isPresent()) {
                begin(row << 1 | direction, former == TunnelTable.NONE ? Meters.NONE : former << 1 | direction);
            }
        }
        put(row, bearer);
    }

    private void begin(final int meter, final int former) {
        if (former == Meters.NONE || !Meters.limits(bearers.settings(former))) {
            bearers.fill(meter);
        } else {
            bearers.inherit(meter, former);
        }
    }

    private void put(final int row, final BearerConfig bearer) {
        put(row, bearer, TunnelTable.UPLINK, uplinks);
        put(row, bearer, TunnelTable.DOWNLINK, downlinks);
    }

    private void put(final int row, final BearerConfig bearer, final int direction, final Map<String, Integer> slices) {
        final OptionalLong rate = rate(bearer.ambr(), direction);
        bearers.put(row << 1 | direction,
            rate.isPresent() ? MeterProfile.of(bearer.ambr(), rate.getAsLong()) : null,
            limiter(bearer.ambr(), direction).map(this::number).or(() -> bearer.slice().map(slices::get))
                .orElse(Meters.NONE));
    }

    private static Optional<String> limiter(final AmbrConfig ambr, final int direction) {
        return direction == TunnelTable.UPLINK ? ambr.uplinkLimiter() : ambr.downlinkLimiter();
    }

    private static OptionalLong rate(final AmbrConfig ambr, final int direction) {
        return direction == TunnelTable.UPLINK ? ambr.uplink() : ambr.downlink();
    }
}
