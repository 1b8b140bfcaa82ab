package io.mecvswitch.status;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All that is counted, with what tells one counter of a type from another: a key, and where it says so a sub-key.
 *
 * <p>The ids are part of the status file: append, never reuse. The order of declaration is the packet's order (out of
 * one lane comes before into the next): a snapshot reads against it, so that a packet on its way meanwhile is at worst
 * seen as not yet arrived anywhere, never as arrived twice.
 */
public enum CounterType {
    // key: index of the port; label: its name; written by control from what the device says
    /** Packets the device lost because the switch was too slow. */
    DEVICE_RX_MISSED(10, Unit.PACKETS),
    /** Packets the device received broken. */
    DEVICE_RX_ERRORS(11, Unit.PACKETS),
    /** Receive attempts that found no free packet buffer. */
    DEVICE_RX_NO_BUFFER(12, Unit.COUNT),
    /** Packets the device failed to send. */
    DEVICE_TX_ERRORS(13, Unit.PACKETS),
    /** 1 if the link is up, 0 if not. */
    DEVICE_LINK(14, Unit.STATE),

    // key: index of the port; sub-key: queue; label: name of the port; written by the lane that polls the queue
    /** Packets received. */
    PORT_RX_PACKETS(1, Unit.PACKETS),
    /** Bytes received. */
    PORT_RX_BYTES(2, Unit.BYTES),

    /**
     * Packets the switch made: copies of others, and messages of its own. One counter; any lane, before a copy goes
     * anywhere.
     */
    COPIED(33, Unit.PACKETS),

    // key: number of the lane; sub-key: where in its line it is, 0 if it receives; written by the lane
    /** Vectors walked, markers included. */
    LANE_VECTORS(40, Unit.VECTORS),
    /** Packets handed to the next lane. */
    LANE_PACKETS_OUT(42, Unit.PACKETS),
    /** Packets received, or taken from the handoff before. */
    LANE_PACKETS_IN(41, Unit.PACKETS),
    /** Time of sampled steps that found packets. */
    LANE_BUSY_NS(43, Unit.NS),
    /** Time of sampled steps that found none. */
    LANE_IDLE_NS(44, Unit.NS),
    /** Packets of sampled steps. */
    LANE_SAMPLED_PACKETS(45, Unit.PACKETS),
    /** Version of the pipeline the lane runs. */
    LANE_VERSION(46, Unit.STATE),
    /** Vectors waiting behind the lane. Written by control. */
    LANE_HANDOFF_OCCUPANCY(47, Unit.STATE),

    // key: a number that stays with the rule's name; sub-key: line; label: the name; written by the lane that
    // classifies
    /** Packets a rule concerned. */
    RULE_PACKETS(20, Unit.PACKETS),
    /** Their bytes. */
    RULE_BYTES(21, Unit.BYTES),

    // key: a number that stays with the bridge domain's name; label: the name; written by the lane that bridges
    /** Stations in the table, static ones and those not yet forgotten. */
    BRIDGE_STATIONS(70, Unit.STATE),
    /** Times a station was seen behind another port than before. */
    BRIDGE_MOVES(71, Unit.COUNT),
    /** Times a station was not learned because the table was full. */
    BRIDGE_UNLEARNED(72, Unit.COUNT),
    /** Frames flooded. */
    BRIDGE_FLOODED(73, Unit.PACKETS),

    // key: a number that stays with the slice's PLMN; sub-key: line; label: the PLMN; written by the lane that finds
    // bearers
    /** G-PDUs of a slice that were let on. */
    SLICE_PACKETS(80, Unit.PACKETS),
    /** Their bytes. */
    SLICE_BYTES(81, Unit.BYTES),

    // key: a number that stays with the limiter's name; label: the name; written by the lane that polices
    /** Packets that a limiter called green. */
    LIMITER_GREEN(100, Unit.PACKETS),
    /** Packets that a limiter called yellow. */
    LIMITER_YELLOW(101, Unit.PACKETS),
    /** Packets that a limiter called red. */
    LIMITER_RED(102, Unit.PACKETS),
    /** Packets that a limiter dropped. */
    LIMITER_DROPPED(103, Unit.PACKETS),
    /** Octets that count, of packets that a limiter let pass. */
    LIMITER_BYTES(104, Unit.BYTES),

    // key: a number that stays with the shaper's class; label: port and class; written by the lane that transmits
    /** Packets that left a class of a shaper. */
    SHAPER_PACKETS(140, Unit.PACKETS),
    /** Their bytes. */
    SHAPER_BYTES(141, Unit.BYTES),
    /** Packets that a class had no room for, or that would have waited too long. */
    SHAPER_DROPPED(142, Unit.PACKETS),
    /** Packets that were told of congestion. */
    SHAPER_MARKED(143, Unit.PACKETS),
    /** Packets that were dropped early. */
    SHAPER_EARLY(144, Unit.PACKETS),

    // key: index of the port; sub-key: line; label: its name; written by the lane that checks sources
    /** Packets refused because of the addresses they came from. */
    PORT_REFUSED(5, Unit.PACKETS),
    /** Packets of new flows that a port did not get while it drains. Written by the lane that turns them away. */
    PORT_TURNED_AWAY(190, Unit.PACKETS),
    /** When a port began to drain, in milliseconds since 1970. Written by control. */
    PORT_DRAIN_SINCE(191, Unit.STATE),

    // key: a number that stays with the chain's name; label: the name; written by the lane that leads packets
    /** Packets that entered a chain. */
    CHAIN_ENTERED(110, Unit.PACKETS),
    /** Packets that went on behind its last application. */
    CHAIN_LEFT(111, Unit.PACKETS),
    /** Its service path identifier. Written by control. */
    CHAIN_ID(112, Unit.STATE),
    /** Time in the chain that half of the sampled packets stayed below. Written by control, as all that follow. */
    CHAIN_P50(196, Unit.NS),
    /** Time in the chain that 99 % stayed below. */
    CHAIN_P99(197, Unit.NS),
    /** Longest time in the chain. */
    CHAIN_MAX(198, Unit.NS),
    /** Packets sampled. */
    CHAIN_SAMPLES(199, Unit.PACKETS),
    // key: a number that stays with the label: chain, direction, group and port pair
    /** Packets that an application at a hop gave back. */
    HOP_OUT(113, Unit.PACKETS),

    /** Packets dropped. Key: ordinal of the {@link io.mecvswitch.stage.DropReason}; label: its name; any lane. */
    DROPPED(30, Unit.PACKETS),
    /** Packets handed to control. */
    PUNTED(31, Unit.PACKETS),
    /** Packets that rest in stages at this moment. Those in handoffs follow from the lanes' counts. */
    RESTING(32, Unit.PACKETS),

    // key: ordinal of the LearningEvent; label: its name; written by control, OVERRUN and HELD by the lane that learns
    /** What happened while bearers were learned. */
    LEARNING(90, Unit.COUNT),

    // key: as HOP_OUT; written by the lane that transmits
    /** Packets led to an application at a hop. */
    HOP_IN(114, Unit.PACKETS),
    // written by control
    /** 1 if the application takes packets in on purpose, 0 if they are to come back. */
    HOP_KIND(115, Unit.STATE),
    /** Time there and back that half of the sampled packets stayed below. */
    HOP_P50(116, Unit.NS),
    /** Time there and back that 99 % stayed below. */
    HOP_P99(117, Unit.NS),
    /** Longest time there and back. */
    HOP_MAX(118, Unit.NS),
    /** Packets sampled. */
    HOP_SAMPLES(119, Unit.PACKETS),
    // key: a number that stays with the label: group and port pair; written by control
    /** How a member of a group is: ordinal of its state. */
    MEMBER_STATE(120, Unit.STATE),
    /** When that changed last, in milliseconds since 1970. */
    MEMBER_CHANGED(121, Unit.STATE),

    // key: index of the port; sub-key: queue; label: name of the port; written by the lane that transmits
    /** Packets the device took. */
    PORT_TX_PACKETS(3, Unit.PACKETS),
    /** Bytes the device took. */
    PORT_TX_BYTES(4, Unit.BYTES),

    // key: a number that stays with the virtual interface; label: names of port and interface; by the lane that
    // transmits
    /** Airtime of frames. */
    VIF_USED_NS(150, Unit.NS),
    /** Time in which frames waited. */
    VIF_BACKLOGGED_NS(151, Unit.NS),
    /** Frames that a radio sent. */
    VIF_FRAMES(152, Unit.PACKETS),
    /** Their bytes. */
    VIF_BYTES(153, Unit.BYTES),
    /** Those of them that did not arrive. */
    VIF_LOST(154, Unit.PACKETS),
    /** Those of them whose airtime was estimated. */
    VIF_ESTIMATED(155, Unit.PACKETS),
    /** Airtime over estimate, in thousandths. */
    VIF_FACTOR(156, Unit.STATE),
    /** Time at the head of the radio over airtime, in thousandths. */
    VIF_CONGESTION(157, Unit.STATE),
    /** Ceiling in millionths of the clock's time. */
    VIF_CEILING(158, Unit.STATE),
    /** Share of the radio's airtime in millionths. */
    VIF_SHARE(159, Unit.STATE),
    /** Time of the radio's clock. */
    VIF_RADIO_NS(160, Unit.NS),
    /** Airtime of frames from stations. */
    VIF_RECEIVED_NS(161, Unit.NS),
    /** Whether the access point tells what frames take: 1, or 0 while all is estimated. */
    VIF_TOLD(162, Unit.STATE),
    /** Frames that the access point sent, each as often as it was. */
    VIF_ATTEMPTS(163, Unit.PACKETS),
    /** Those of them that arrived. */
    VIF_SUCCESSES(164, Unit.PACKETS),

    // key: a number that stays with the path; label: its addresses; written by the receiving lane
    /** How a path to a GTP-U peer stands: 0 as long as nobody knows, 1 up, 2 down. */
    PATH_STATE(60, Unit.STATE),
    /** Echo Requests made, repetitions included. */
    PATH_REQUESTS(61, Unit.PACKETS),
    /** Echo Requests that were answered. */
    PATH_RESPONSES(62, Unit.COUNT),
    /** Times the path was found down. */
    PATH_FAILURES(63, Unit.COUNT),
    // key: a number that stays with the endpoint; label: its address; written by control
    /** End Markers that ended an old path. */
    END_MARKERS(66, Unit.PACKETS),
    /** All Echo Requests and End Markers taken into the line. Written by the receiving lane. */
    PROBE_PACKETS(64, Unit.PACKETS),
    /** Their bytes. Written by the receiving lane. */
    PROBE_BYTES(65, Unit.BYTES),

    // key: index of the egress port; label: its name; written by control from the sampled histogram
    /** Time in the switch that half of the sampled packets stayed below. */
    LATENCY_P50(50, Unit.NS),
    /** Time in the switch that 99 % stayed below. */
    LATENCY_P99(51, Unit.NS),
    /** Time in the switch that 99.9 % stayed below. */
    LATENCY_P999(52, Unit.NS),
    /** Time in the switch that 99.99 % stayed below. */
    LATENCY_P9999(122, Unit.NS),
    /** Longest time in the switch. */
    LATENCY_MAX(53, Unit.NS),
    /** Packets sampled. */
    LATENCY_SAMPLES(54, Unit.PACKETS);

    /** What a value says. */
    public enum Unit {
        /** Packets so far. */
        PACKETS,
        /** Bytes so far. */
        BYTES,
        /** Vectors so far. */
        VECTORS,
        /** Events so far. */
        COUNT,
        /** Nanoseconds. */
        NS,
        /** How something stands at this moment. */
        STATE
    }

    private static final Map<Integer, CounterType> BY_ID =
        Arrays.stream(values()).collect(Collectors.toMap(CounterType::id, Function.identity()));

    private final int id;
    private final Unit unit;

    CounterType(final int id, final Unit unit) {
        this.id = id;
        this.unit = unit;
    }

    /** Its number in the status file. */
    public int id() {
        return id;
    }

    /** What its values say. */
    public Unit unit() {
        return unit;
    }

    /** The type with this number, empty if it is one of a later release. */
    static Optional<CounterType> of(final int id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
