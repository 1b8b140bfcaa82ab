package io.mecvswitch.bridging;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.stage.MessageRate;
import io.mecvswitch.status.BridgeCounters;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * One bridge domain of one configuration: its ports, their VLANs, and the stations behind them.
 *
 * <p>Control makes it; its stations and its rate belong to the bridging lane.
 */
final class BridgeDomain {
    private static final int NOWHERE = -1;

    /** What the stations of a domain depend on: with equal settings the next configuration keeps the table as it is. */
    private record Settings(BridgeConfig config, Map<String, Integer> indexes) { }

    // set once by control
    private final Settings settings;
    private final SortedMap<Integer, VlanMap> ports = new TreeMap<>();
    // by port, from its first one on
    private final int first;
    private final VlanMap[] maps;
    private final int[][] ways;
    // by VLAN; where all are alike there is one
    private final int[] floods;
    private final BridgeCounters counters;
    private final MessageRate rate;
    // its content is written by the lane
    private final StationTable stations;

    /**
     * @param config   checked
     * @param indexes  of the ports, by name
     * @param live     whether the port of an index has a device: floods leave out those that have none
     * @param lists    gets the domain's lists
     * @param counters the domain's own
     * @param former   the domain of that name before; with the same settings it has the stations, and what tags mean
     */
    BridgeDomain(final BridgeConfig config, final Map<String, Integer> indexes, final IntPredicate live,
        final EgressLists lists, final BridgeCounters counters, final Optional<BridgeDomain> former) {
        this.counters = counters;
        this.rate = new MessageRate(config.floodRate());
        final Map<String, Integer> own = new TreeMap<>();
        config.ports().forEach(port -> own.put(port.port(), indexes.get(port.port())));
        this.settings = new Settings(config, own);
        final Optional<BridgeDomain> same = former.filter(domain -> domain.settings.equals(settings));
        same.ifPresentOrElse(domain -> ports.putAll(domain.ports),
            () -> config.ports().forEach(port -> ports.put(own.get(port.port()), VlanMap.of(port.vlans()))));
        this.first = ports.firstKey();
        this.maps = new VlanMap[ports.lastKey() + 1 - first];
        ports.forEach((index, map) -> maps[index - first] = map);
        this.ways = new int[maps.length][];
        this.floods = floods(lists, live);
        ports.keySet().forEach(port -> ways[port - first] = ways(lists, port));
        this.stations = same.map(domain -> domain.stations).orElseGet(() -> stations(config, own));
    }

    private static StationTable stations(final BridgeConfig config, final Map<String, Integer> indexes) {
        final StationTable table =
            new StationTable(config.maxStations() + config.stations().size(), config.ageingSeconds());
        config.stations().forEach(station -> table.addStatic(
            StationTable.key(station.vlan(), station.mac().bits()), indexes.get(station.port())));
        return table;
    }

    /** In a domain without VLAN modes one list serves all. */
    private int[] floods(final EgressLists lists, final IntPredicate live) {
        if (settings.config.ports().stream().allMatch(port -> port.vlans() instanceof VlanMode.Transparent)) {
            return new int[] {addFlood(lists, live, 0)};
        }
        final int[] floods = new int[VlanMap.IDS];
        Arrays.setAll(floods, vlan ->
            ports.values().stream().anyMatch(map -> map.carries(vlan)) ? addFlood(lists, live, vlan) : NOWHERE);
        return floods;
    }

    private int addFlood(final EgressLists lists, final IntPredicate live, final int vlan) {
        final int[] members = ports.entrySet().stream().filter(port -> port.getValue().carries(vlan))
            .mapToInt(Map.Entry::getKey).filter(live).toArray();
        return lists.add(members, Arrays.stream(members).map(port -> map(port).outside(vlan)).toArray());
    }

    /** Where tags stay as they are the way is the port. */
    private int[] ways(final EgressLists lists, final int port) {
        if (map(port).isTransparent()) {
            return new int[] {port};
        }
        final int[] ways = new int[VlanMap.IDS];
        Arrays.setAll(ways, vlan -> way(lists, port, map(port).outside(vlan)));
        return ways;
    }

    private static int way(final EgressLists lists, final int port, final int outside) {
        return switch (outside) {
            case VlanMap.AS_IT_IS -> port;
            case VlanMap.REFUSED -> NOWHERE;
            default -> lists.add(new int[] {port}, new int[] {outside});
        };
    }

    /** Indexes of its ports. */
    Iterable<Integer> portIndexes() {
        return ports.keySet();
    }

    /** What tags mean on a port of the domain. */
    VlanMap map(final int port) {
        return maps[port - first];
    }

    /** Egress of flooded frames of a VLAN that a port of the domain carries. */
    int flood(final int vlan) {
        return ofVlan(floods, vlan);
    }

    /** Egress of frames of a VLAN to a port that carries it. */
    int way(final int port, final int vlan) {
        return ofVlan(ways[port - first], vlan);
    }

    /** There are as many as VLAN identifiers, a power of two, or one. */
    private static int ofVlan(final int[] values, final int vlan) {
        return values[vlan & values.length - 1];
    }

    private boolean carries(final int vlan, final int port) {
        return ports.containsKey(port) && map(port).carries(vlan);
    }

    /** Where stations are. The lane. */
    StationTable stations() {
        return stations;
    }

    /** Remembers where a station is. The lane. */
    void learn(final long key, final int port, final long nowNs) {
        switch (stations.learn(key, port, nowNs)) {
            case KNOWN -> { }
            case NEW -> counters.stations().setRelease(stations.size());
            case MOVED -> counters.moves().incrementRelease();
            case NO_ROOM -> counters.unlearned().incrementRelease();
        }
    }

    /** Whether one more frame may be flooded now. The lane. */
    boolean mayFlood(final long nowNs) {
        if (!rate.take(nowNs)) {
            return false;
        }
        counters.flooded().incrementRelease();
        return true;
    }

    /** Goes on with what the domain of that name has learned, as far as its ports still carry it. The lane. */
    void adopt(final BridgeDomain former) {
        rate.resume(former.rate);
        if (stations != former.stations) {
            stations.takeOver(former.stations, this::carries);
        }
        counters.stations().setRelease(stations.size());
    }
}
