package io.mecvswitch.chaining;

import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Field;
import io.mecvswitch.config.PortPairGroup.Key;
import io.mecvswitch.config.PortPairGroup.Mode;
import io.mecvswitch.header.IpProtocol;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A port pair group as packets meet it: says which member serves a flow.
 *
 * <p>Control makes it, and publishes by one release store who serves at this moment; the lane that leads packets reads
 * that once for each packet. Flows are remembered where the group asks for it: then a flow keeps its member as long as
 * that one is not down, whoever comes.
 */
final class Group {
    /** {@link #member}: none serves. */
    static final int NONE = Selection.NONE;
    /** {@link #anyFlow}: that depends on the flow. */
    static final int ASK = -2;

    private static final VarHandle SERVING;
    private static final Map<Field, Integer> ETHERNET_AND_IP = new EnumMap<>(Map.of(
        Field.ETH_SRC, FlowHash.ETH_SRC, Field.ETH_DST, FlowHash.ETH_DST,
        Field.IP_SRC, FlowHash.IP_SRC, Field.IP_DST, FlowHash.IP_DST));

    static {
        try {
            SERVING = MethodHandles.lookup().findVarHandle(Group.class, "serving", Serving.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PortPairGroup config;
    private final List<PortPair> members;
    private final int number;
    private final int[] numbers;
    private final int fields;
    private final int tcpFields;
    private final int udpFields;
    private final boolean remembers;
    // written by control
    private final MemberState[] states;
    /** Whether a member was down, is back, and gets back the flows that are its own by the hash. */
    private final boolean[] reclaims;
    /** Read by the lane through SERVING. */
    private Serving serving;
    // written by the lane that leads packets
    private RoundRobin turns;

    /**
     * Who serves at this moment.
     *
     * @param selection who serves a flow that nobody serves yet
     * @param turns     who does in a group that takes turns; else null
     * @param keeps     by index of the member: whether it keeps the flows that it has
     * @param anyFlow   the member that serves every flow, {@link #NONE}, or {@link #ASK}
     * @param reclaims  by index of the member: whether it gets flows that others have meanwhile; null if none does
     */
    private record Serving(
        Selection selection, RoundRobin turns, boolean[] keeps, int anyFlow, boolean[] reclaims) { }

    /**
     * @param config  the group
     * @param members in its order
     * @param number  stays with the group's name
     * @param numbers of the members, which stay with their names
     * @param states  how they are at this moment
     */
    Group(final PortPairGroup config, final List<PortPair> members, final int number, final int[] numbers,
        final MemberState[] states) {
        this.config = config;
        this.members = List.copyOf(members);
        this.number = number;
        this.numbers = numbers.clone();
        this.states = states.clone();
        this.reclaims = new boolean[states.length];
        this.remembers = remembers(config);
        final Set<Field> asked = config.balancing().fields();
        final int common = config.balancing().key() != Key.FIELDS ? key(config)
            : asked.stream().mapToInt(field -> ETHERNET_AND_IP.getOrDefault(field, 0)).reduce(0, (a, b) -> a | b);
        this.fields = common & ~Mapped.fields(config);
        this.tcpFields = ports(asked, Field.TCP_SRC, Field.TCP_DST) & ~Mapped.fields(config);
        this.udpFields = ports(asked, Field.UDP_SRC, Field.UDP_DST) & ~Mapped.fields(config);
        this.serving = serving();
    }

    private static int key(final PortPairGroup config) {
        return config.balancing().key() == Key.UE_ADDRESS ? FlowHash.IP_SRC
            : config.mapping().isPresent() ? FlowHash.FIVE_TUPLE & ~FlowHash.SYMMETRIC : FlowHash.FIVE_TUPLE;
    }

    private static int ports(final Set<Field> asked, final Field source, final Field destination) {
        return (asked.contains(source) ? FlowHash.SRC_PORT : 0)
            | (asked.contains(destination) ? FlowHash.DST_PORT : 0);
    }

    /** The group as it is configured. */
    PortPairGroup config() {
        return config;
    }

    /** Its members, in the order of their indexes. */
    List<PortPair> members() {
        return members;
    }

    /** How one of its members is. Control. */
    MemberState state(final String pair) {
        return states[IntStream.range(0, states.length).filter(i -> members.get(i).name().equals(pair)).findFirst()
            .orElseThrow()];
    }

    // Control.

    /** A member is otherwise from now on. */
    void state(final int member, final MemberState state) {
        final MemberState before = states[member];
        states[member] = state;
        reclaims[member] = state.serves() && (reclaims[member] || config.health().preempt() && !before.serves());
        if (state.serves() != before.serves() || state.takesFlows() != before.takesFlows()) {
            SERVING.setRelease(this, serving());
        }
    }

    private Serving serving() {
        final long[] seeds = members.stream().mapToLong(pair -> FlowHash.ofName(pair.name())).toArray();
        final int[] weights = new int[seeds.length];
        final boolean[] keeps = new boolean[seeds.length];
        for (int i = 0; i < seeds.length; i++) {
            final PortPair pair = members.get(i);
            weights[i] = states[i].takesFlows() && !pair.draining() ? pair.weight() : 0;
            keeps[i] = states[i].serves();
        }
        final boolean inTurn = config.balancing().mode() == Mode.ROUND_ROBIN;
        return new Serving(inTurn ? Selection.EMPTY : Maglev.build(seeds, weights),
            inTurn ? new RoundRobin(seeds, weights) : null, keeps, anyFlow(weights), reclaimers(inTurn));
    }

    private int anyFlow(final int[] weights) {
        final int[] serving = IntStream.range(0, weights.length).filter(i -> weights[i] > 0).toArray();
        return remembers || serving.length > 1 ? ASK : serving.length == 0 ? NONE : serving[0];
    }

    private boolean[] reclaimers(final boolean inTurn) {
        for (final boolean reclaimer : reclaims) {
            if (reclaimer && !inTurn) {
                return reclaims.clone();
            }
        }
        return null;
    }

    // The lane that leads packets.

    /** The fields that a flow of this protocol is known by, as bits of {@link FlowHash}. */
    int fields(final int protocol) {
        return protocol == IpProtocol.TCP ? fields | tcpFields
            : protocol == IpProtocol.UDP ? fields | udpFields : fields;
    }

    /** Index of the member that serves every flow, {@link #NONE}, or {@link #ASK} {@link #member} for each. */
    int anyFlow() {
        return ((Serving) SERVING.getAcquire(this)).anyFlow;
    }

    /** Whether flows are remembered. */
    static boolean remembers(final PortPairGroup config) {
        return config.balancing().affinity() || config.balancing().mode() == Mode.ROUND_ROBIN;
    }

    /**
     * Index of the member that serves a flow, or {@link #NONE}.
     *
     * @param flow  number of the flow
     * @param flows where flows are remembered
     */
    int member(final long flow, final FlowTable flows, final long nowNs) {
        final Serving serving = (Serving) SERVING.getAcquire(this);
        return remembers ? remembered(serving, FlowHash.in(flow, number), flows, nowNs)
            : serving.selection.member(flow);
    }

    private int remembered(final Serving serving, final long key, final FlowTable flows, final long nowNs) {
        final int known = index(flows.find(key, nowNs));
        if (known != NONE && serving.keeps[known] && !isReclaimed(serving, key, known)) {
            return known;
        }
        final int member = serving.turns == null ? serving.selection.member(key) : turns(serving).next();
        if (member != NONE) {
            flows.put(key, numbers[member], nowNs);
        }
        return member;
    }

    /** They go on where they were when somebody else began to serve, or no longer does. */
    private RoundRobin turns(final Serving serving) {
        if (turns != serving.turns) {
            if (turns != null) {
                serving.turns.resume(turns);
            }
            turns = serving.turns;
        }
        return turns;
    }

    private static boolean isReclaimed(final Serving serving, final long key, final int known) {
        if (serving.reclaims == null) {
            return false;
        }
        final int own = serving.selection.member(key);
        return own != NONE && own != known && serving.reclaims[own];
    }

    private int index(final int member) {
        final int[] numbers = this.numbers;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == member) {
                return i;
            }
        }
        return NONE;
    }

    /** Of equal groups with equal members the former one goes on. */
    boolean isOf(final PortPairGroup other, final List<PortPair> pairs) {
        return config.equals(other) && members.equals(pairs);
    }

    @Override
    public String toString() {
        return config.name() + Arrays.toString(numbers);
    }
}
