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
    private final VlanMap[] maps;
    private final int[] floods = new int[VlanMap.IDS];
    private final int[][] ways;
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
        this.maps = new VlanMap[ports.lastKey() + 1];
        ports.forEach((index, map) -> maps[index] = map);
        this.ways = new int[maps.length][];
        addFloods(lists, live);
        ports.keySet().forEach(port -> addWays(lists, port));
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
    private void addFloods(final EgressLists lists, final IntPredicate live) {
        if (settings.config.ports().stream().allMatch(port -> port.vlans() instanceof VlanMode.Transparent)) {
            Arrays.fill(floods, addFlood(lists, live, 0));
        } else {
            Arrays.setAll(floods, vlan ->
                ports.values().stream().anyMatch(map -> map.carries(vlan)) ? addFlood(lists, live, vlan) : NOWHERE);
        }
    }

    private int addFlood(final EgressLists lists, final IntPredicate live, final int vlan) {
        final int[] members = ports.entrySet().stream().filter(port -> port.getValue().carries(vlan))
            .mapToInt(Map.Entry::getKey).filter(live).toArray();
        return lists.add(members, Arrays.stream(members).map(port -> maps[port].outside(vlan)).toArray());
    }

    /** Where tags stay as they are the way is the port. */
    private void addWays(final EgressLists lists, final int port) {
        ways[port] = new int[VlanMap.IDS];
        if (maps[port].isTransparent()) {
            Arrays.fill(ways[port], port);
        } else {
            Arrays.setAll(ways[port], vlan -> way(lists, port, maps[port].outside(vlan)));
        }
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
        return maps[port];
    }

    /** Egress of flooded frames of a VLAN that a port of the domain carries. */
    int flood(final int vlan) {
        return floods[vlan];
    }

    /** Egress of frames of a VLAN to a port that carries it. */
    int way(final int port, final int vlan) {
        return ways[port][vlan];
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
            stations.takeOver(former.stations, (vlan, port) -> port < maps.length && maps[port] != null
                && maps[port].carries(vlan));
        }
        counters.stations().setRelease(stations.size());
    }
}
