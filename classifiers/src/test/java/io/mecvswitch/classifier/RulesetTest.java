package io.mecvswitch.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The ruleset against an oracle that asks every rule in turn, on random rules and packets. */
class RulesetTest {
    private static final int VECTOR = 32;
    private static final int RULESETS = 16;
    private static final int SHAPES = 50;
    private static final int STEPS = 24;
    private static final int COMPARISONS = 1_000_000;
    private static final Map<String, Integer> PORTS = Map.of("p0", 0, "p1", 1, "p2", 2);
    private static final int[] ETHER_TYPES = {0x0800, 0x86dd, 0x0806};
    // Experimental numbers (RFC 3692) are no extension headers.
    private static final int[] PROTOCOLS = {6, 17, 132, 253};
    private static final int[] PORT_NUMBERS = {0, 1, 53, 1_023, 1_024, 5_000, 0x7fff, 0x8000, 0xfffe, 0xffff};
    private static final long[] TEIDS = {0, 1, 2, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fffeL, 0xffff_ffffL};

    /** What a packet was spelled out to be; the oracle reads this and never the frame. */
    private record Packet(int port, long sourceMac, long destinationMac, Optional<Tag> vlan, Optional<Tag> innerVlan,
        int etherType, Optional<Ip> outer, Optional<Tunnel> tunnel, Optional<Ip> inner) { }

    private record Tag(int id, int priority) { }

    private record Ip(IpAddress source, IpAddress destination, int protocol, int dscp, Optional<Ports> ports) { }

    private record Ports(int source, int destination) { }

    private record Tunnel(long teid, int messageType, Optional<Integer> qfi) { }

    private final Random random = new Random(8_519);
    private final ArrayMemory memory = new ArrayMemory(VECTOR, 512);
    private final Parse parse = new Parse(memory, new boolean[] {true, true, true}, Depth.TPDU, VECTOR);
    private final PacketVector vector = new PacketVector(VECTOR);
    private final Ruleset.Scratch scratch = new Ruleset.Scratch(VECTOR);
    /** Decides what is asked for, as {@link #random} decides which value. */
    private Random shape = random;

    @Test
    void shouldFindTheRuleThatALinearSearchFinds() {
        final List<Ruleset> rulesets = new ArrayList<>();
        for (int i = 0; i < RULESETS; i++) {
            rulesets.add(new Ruleset(rules(i % 2 == 0 ? 1 + random.nextInt(20) : 1_000), PORTS));
        }
        int hits = 0;
        for (int compared = 0; compared < COMPARISONS; compared += VECTOR * RULESETS) {
            final List<Packet> packets = packets();
            for (final Ruleset ruleset : rulesets) {
                hits += compare(ruleset, packets);
            }
        }
        final int found = hits;
        assertTrue(found > COMPARISONS / 10 && found < COMPARISONS * 9 / 10, () -> found + " hits");
    }

    @Test
    void shouldFindTheRuleWhereAllQuestionsAreOfOneShape() {
        int hits = 0;
        int misses = 0;
        for (int i = 0; i < 200; i++) {
            final List<RuleConfig> rules = rules(2 + random.nextInt(200), 1);
            final Ruleset former = new Ruleset(rules, PORTS);
            final Ruleset ruleset = former.with(ListChange.between(rules, changed(rules, i), RuleConfig::name));
            for (int k = 0; k < 5; k++) {
                final List<Packet> packets = packets();
                final int found = compare(former, packets) + compare(ruleset, packets);
                hits += found;
                misses += 2 * VECTOR - found;
            }
        }
        assertTrue(hits > 1_000 && misses > 1_000, hits + " hits, " + misses + " misses");
    }

    @Test
    void shouldBeTheSameHoweverItCameAbout() {
        for (int count = 1; count <= 1_024; count *= 4) {
            List<RuleConfig> rules = rules(count);
            Ruleset ruleset = new Ruleset(rules, PORTS);
            for (int step = 0; step < STEPS; step++) {
                final List<RuleConfig> next = changed(rules, step);
                final Ruleset former = ruleset;
                ruleset = former.with(ListChange.between(rules, next, RuleConfig::name));
                assertEquals(new Ruleset(next, PORTS).rules(), ruleset.rules());
                compare(ruleset, packets());
                compare(former, packets());
                rules = next;
            }
        }
    }

    @Test
    void shouldKeepIndexesOfRulesThatStay() {
        final List<RuleConfig> rules = rules(100);
        final Ruleset former = new Ruleset(rules, PORTS);
        final List<RuleConfig> next = changed(rules, 0);
        final Ruleset ruleset = former.with(ListChange.between(rules, next, RuleConfig::name));
        for (int index = 0; index < former.indexCount(); index++) {
            if (next.contains(former.rule(index))) {
                assertSame(former.rule(index), ruleset.rule(index));
            }
        }
        assertTrue(ruleset.indexCount() <= Math.max(rules.size(), next.size()));
    }

    @Test
    void shouldKnowBeforehandWhichRuleConcernsAllGpdus() {
        assertForeseen(3, RulesetTest::isGpdu, KnownBits::ofGpdus);
    }

    @Test
    void shouldKnowBeforehandWhichRuleConcernsAllDatagrams() {
        assertForeseen(2, RulesetTest::isDatagram, KnownBits::ofDatagrams);
    }

    /** What is known of all packets of a kind that come by a port is true of each. */
    private void assertForeseen(final int mostRules, final Predicate<Packet> kind, final IntFunction<KnownBits> of) {
        int known = 0;
        int unknown = 0;
        for (int i = 0; i < 2_000; i++) {
            final Ruleset ruleset = new Ruleset(rules(1 + random.nextInt(mostRules)), PORTS);
            for (final Packet packet : packets()) {
                final OptionalInt rule = ruleset.ruleOf(of.apply(packet.port));
                if (kind.test(packet) && rule.isPresent()) {
                    assertEquals(linear(ruleset.rules(), packet), rule.getAsInt() == PacketVector.NO_RULE
                        ? Optional.empty() : Optional.of(ruleset.rule(rule.getAsInt())), packet::toString);
                    known++;
                }
                unknown += rule.isEmpty() ? 1 : 0;
            }
        }
        final String counts = known + " known, " + unknown + " not";
        assertTrue(known > 500 && unknown > 500, counts);
    }

    /** As it would be at a port without tunnels. */
    private static boolean isDatagram(final Packet packet) {
        return packet.vlan.isEmpty() && packet.etherType == 0x0800 && packet.tunnel.isEmpty();
    }

    @Test
    void shouldKnowTheRulesOfPortsWhereNoRuleAsksForMore() {
        final RuleConfig all = new RuleConfig("all", 9, List.of(FlowMatch.ANY), new RuleAction.Pass());
        final RuleConfig access = new RuleConfig("access", 5, List.of(FlowMatch.ANY.from("p0")), new RuleAction.Drop());
        final RuleConfig more = new RuleConfig("more", 1, List.of(new FlowMatch(Optional.empty(), new EthernetMatch(
            Optional.empty(), Optional.empty(), VlanMatch.of(5), VlanMatch.ANY, Optional.empty()), IpMatch.ANY,
            TunnelMatch.ANY, IpMatch.ANY)), new RuleAction.Drop());
        final Ruleset ruleset = new Ruleset(List.of(all, access), PORTS);
        final int[] rules = ruleset.rulesByPort(3).orElseThrow();
        assertEquals(List.of(access, all, all), Arrays.stream(rules).mapToObj(ruleset::rule).toList());
        assertEquals(Optional.empty(), new Ruleset(List.of(all, more), PORTS).rulesByPort(3));
        assertEquals(PacketVector.NO_RULE, new Ruleset(List.of(access), PORTS).rulesByPort(2).orElseThrow()[1]);
    }

    /**
     * Of each two addresses one has the uppermost bit of its upper half the other way, and of its lower half those two
     * bits which multiplying and shifting by 32 make of that: where no more is done such questions have one hash.
     */
    @Test
    void shouldTellApartQuestionsThatSomebodyChoseToHaveOneHash() {
        final List<RuleConfig> rules = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            final IpAddress one = new IpAddress(6, 0x2001_0db8_0000_0000L, i);
            final IpAddress other = new IpAddress(6, one.high() ^ 1L << 63, one.low() ^ 0x8000_0000_8000_0000L);
            rules.add(from(one));
            rules.add(from(other));
        }
        final Ruleset ruleset = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> new Ruleset(rules, PORTS));
        for (int first = 0; first < rules.size(); first += VECTOR) {
            final List<RuleConfig> asked = rules.subList(first, first + VECTOR);
            assertEquals(asked, found(ruleset, asked));
        }
    }

    private static RuleConfig from(final IpAddress source) {
        return new RuleConfig("from " + source, 1, List.of(new FlowMatch(Optional.empty(), EthernetMatch.ANY,
            IpMatch.between(Optional.of(new IpPrefix(source, 128)), Optional.empty()), TunnelMatch.ANY, IpMatch.ANY)),
            new RuleAction.Drop());
    }

    /** The rules that concern packets from the addresses that rules ask for. */
    private List<RuleConfig> found(final Ruleset ruleset, final List<RuleConfig> asked) {
        vector.size = 0;
        for (final RuleConfig rule : asked) {
            final IpAddress source = rule.matches().getFirst().outer().source().orElseThrow().address();
            store(Frames.ethernet(mac(), mac()).ip(source, source).udp(1, 2).bytes());
        }
        parse.process(vector);
        ruleset.match(vector, memory.bytes(), scratch);
        return Arrays.stream(vector.rule, 0, vector.size).mapToObj(ruleset::rule).toList();
    }

    private static boolean isGpdu(final Packet packet) {
        return packet.vlan.isEmpty() && packet.etherType == 0x0800 && packet.tunnel.isPresent()
            && packet.tunnel.get().messageType == Gtpu.GPDU;
    }

    /** Some rules fewer, some more, some other ones under the same name; now and then nearly all fewer. */
    private List<RuleConfig> changed(final List<RuleConfig> rules, final int step) {
        final int goes = step % 8 == 7 ? 90 : 5;
        final List<RuleConfig> next = new ArrayList<>(rules);
        next.removeIf(_ -> random.nextInt(100) < goes);
        final List<RuleConfig> others = rules(1 + rules.size() / 4);
        next.replaceAll(rule -> random.nextInt(20) > 0 ? rule : new RuleConfig(rule.name(), random.nextInt(50),
            random.nextBoolean() ? rule.matches() : others.getFirst().matches(), new RuleAction.Drop()));
        for (final RuleConfig other : others) {
            next.add(random.nextInt(next.size() + 1), new RuleConfig(
                "step-" + step + "-" + other.name(), other.priority(), other.matches(), other.action()));
        }
        return next;
    }

    private List<Packet> packets() {
        vector.size = 0;
        vector.ingress = random.nextInt(3);
        final List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < VECTOR; i++) {
            packets.add(add(vector.ingress));
        }
        parse.process(vector);
        return packets;
    }

    private int compare(final Ruleset ruleset, final List<Packet> packets) {
        ruleset.match(vector, memory.bytes(), scratch);
        final List<RuleConfig> ranked = ruleset.rules();
        int hits = 0;
        for (int i = 0; i < VECTOR; i++) {
            final Packet packet = packets.get(i);
            final Optional<RuleConfig> expected = linear(ranked, packet);
            final Optional<RuleConfig> found =
                vector.rule[i] == PacketVector.NO_RULE ? Optional.empty() : Optional.of(ruleset.rule(vector.rule[i]));
            assertEquals(expected, found, packet::toString);
            hits += found.isEmpty() ? 0 : 1;
        }
        return hits;
    }

    private static Optional<RuleConfig> linear(final List<RuleConfig> ranked, final Packet packet) {
        for (final RuleConfig rule : ranked) {
            for (final FlowMatch match : rule.matches()) {
                if (matches(match, packet)) {
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(final FlowMatch match, final Packet packet) {
        return match.ingressPort().map(PORTS::get).filter(port -> port != packet.port).isEmpty()
            && isEthernet(match.ethernet(), packet)
            && (match.outer().equals(IpMatch.ANY) || packet.outer.filter(ip -> isIp(match.outer(), ip)).isPresent())
            && (match.tunnel().equals(TunnelMatch.ANY)
                || packet.tunnel.filter(tunnel -> isTunnel(match.tunnel(), tunnel)).isPresent())
            && (match.inner().equals(IpMatch.ANY) || packet.inner.filter(ip -> isIp(match.inner(), ip)).isPresent());
    }

    private static boolean isEthernet(final EthernetMatch match, final Packet packet) {
        return isMac(match.source(), packet.sourceMac) && isMac(match.destination(), packet.destinationMac)
            && isTag(match.vlan(), packet.vlan) && isTag(match.innerVlan(), packet.innerVlan)
            && is(match.etherType(), packet.etherType);
    }

    private static boolean isTag(final VlanMatch match, final Optional<Tag> tag) {
        if (match.id().equals(Optional.of(0))) {
            return tag.isEmpty();
        }
        return match.equals(VlanMatch.ANY)
            || tag.isPresent() && is(match.id(), tag.get().id) && is(match.priority(), tag.get().priority);
    }

    private static boolean isIp(final IpMatch match, final Ip ip) {
        return isIn(match.source(), ip.source) && isIn(match.destination(), ip.destination)
            && is(match.protocol(), ip.protocol) && is(match.dscp(), ip.dscp)
            && (match.sourcePort().isEmpty() && match.destinationPort().isEmpty() || ip.ports.isPresent()
                && isWithin(match.sourcePort(), ip.ports.get().source)
                && isWithin(match.destinationPort(), ip.ports.get().destination));
    }

    private static boolean isTunnel(final TunnelMatch match, final Tunnel tunnel) {
        return isWithin(match.teid(), tunnel.teid) && is(match.messageType(), tunnel.messageType)
            && (match.qfi().isEmpty() || match.qfi().equals(tunnel.qfi));
    }

    private static boolean is(final Optional<Integer> asked, final int there) {
        return asked.isEmpty() || asked.get() == there;
    }

    private static boolean isWithin(final Optional<ValueRange> asked, final long there) {
        return asked.isEmpty() || asked.get().first() <= there && there <= asked.get().last();
    }

    private static boolean isMac(final Optional<MacMatch> asked, final long there) {
        return asked.isEmpty()
            || (there & asked.get().mask().bits()) == (asked.get().address().bits() & asked.get().mask().bits());
    }

    private static boolean isIn(final Optional<IpPrefix> asked, final IpAddress there) {
        return asked.isEmpty() || there.version() == asked.get().address().version()
            && new IpPrefix(there, asked.get().length()).equals(asked.get());
    }

    // Rules and packets are drawn from small sets, so that they meet.

    private List<RuleConfig> rules(final int count) {
        return rules(count, SHAPES);
    }

    private List<RuleConfig> rules(final int count, final int shapeCount) {
        final long shapes = random.nextLong();
        final List<RuleConfig> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final List<FlowMatch> matches = new ArrayList<>();
            for (int m = random.nextInt(3); m >= 0; m--) {
                shape = new Random(shapes + random.nextInt(shapeCount));
                matches.add(match());
            }
            rules.add(new RuleConfig("rule-" + i, random.nextInt(50), matches, new RuleAction.Pass()));
        }
        return rules;
    }

    private FlowMatch match() {
        final FlowMatch match = new FlowMatch(maybe(() -> "p" + random.nextInt(3)),
            shape.nextBoolean() ? ethernetMatch() : EthernetMatch.ANY, shape.nextBoolean() ? ipMatch() : IpMatch.ANY,
            shape.nextBoolean() ? tunnelMatch() : TunnelMatch.ANY, shape.nextBoolean() ? ipMatch() : IpMatch.ANY);
        return match.equals(FlowMatch.ANY) ? match() : match;
    }

    private EthernetMatch ethernetMatch() {
        return new EthernetMatch(maybe(this::macMatch), maybe(this::macMatch),
            random.nextInt(4) == 0 ? VlanMatch.of(0) : vlanMatch(() -> 50 + 50 * random.nextInt(2)),
            vlanMatch(() -> 1 + random.nextInt(3)), maybe(() -> ETHER_TYPES[random.nextInt(3)]));
    }

    private VlanMatch vlanMatch(final Supplier<Integer> id) {
        return new VlanMatch(maybe(id), maybe(() -> random.nextInt(8)));
    }

    private IpMatch ipMatch() {
        return new IpMatch(maybe(this::prefix), maybe(this::prefix),
            maybe(() -> random.nextInt(5) == 0 ? 0 : protocol()),
            maybe(() -> random.nextInt(3) * 31), maybe(() -> range(this::port)), maybe(() -> range(this::port)));
    }

    private TunnelMatch tunnelMatch() {
        return new TunnelMatch(maybe(() -> range(this::teid)),
            maybe(() -> random.nextBoolean() ? Gtpu.GPDU : Gtpu.ECHO_REQUEST), maybe(() -> random.nextInt(4) * 21));
    }

    private ValueRange range(final LongSupplier value) {
        final long one = value.getAsLong();
        final long other = shape.nextInt(3) == 0 ? one : value.getAsLong();
        return new ValueRange(Math.min(one, other), Math.max(one, other));
    }

    private <T> Optional<T> maybe(final Supplier<T> value) {
        return shape.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    /** Rules ask for 0 besides, which is what the key of a packet without IP header says. */
    private int protocol() {
        return PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    }

    private int port() {
        return PORT_NUMBERS[random.nextInt(PORT_NUMBERS.length)];
    }

    private MacMatch macMatch() {
        return new MacMatch(new MacAddress(mac()), shape.nextBoolean() ? MacMatch.EXACT : new MacAddress(0xffff));
    }

    private long mac() {
        return 0x0200_0000_0000L | (long) random.nextInt(2) << 20 | random.nextInt(3);
    }

    private long teid() {
        return TEIDS[random.nextInt(TEIDS.length)];
    }

    private IpAddress address() {
        return random.nextInt(3) == 0
            ? new IpAddress(
                6, 0x2001_0db8_0000_0000L | random.nextInt(3), (long) random.nextInt(2) << 63 | random.nextInt(3))
            : IpAddress.ofIpv4(0x0a00_0000 | random.nextInt(2) << 16 | random.nextInt(4));
    }

    private IpPrefix prefix() {
        final IpAddress address = address();
        return new IpPrefix(address, address.bitCount() - shape.nextInt(18));
    }

    private IpAddress likewise(final IpAddress other) {
        IpAddress address = address();
        while (address.version() != other.version()) {
            address = address();
        }
        return address;
    }

    private Packet add(final int port) {
        final long sourceMac = mac();
        final long destinationMac = mac();
        final Frames frame = Frames.ethernet(sourceMac, destinationMac);
        final Optional<Tag> vlan = random.nextBoolean()
            ? Optional.of(tag(frame, 50 + 50 * random.nextInt(2))) : Optional.empty();
        final Optional<Tag> innerVlan = vlan.isPresent() && random.nextBoolean()
            ? Optional.of(tag(frame, 1 + random.nextInt(3))) : Optional.empty();
        if (random.nextInt(10) == 0) {
            store(frame.etherType(ETHER_TYPES[2]).payload(random.nextInt(20)).bytes());
            return new Packet(port, sourceMac, destinationMac, vlan, innerVlan, ETHER_TYPES[2], Optional.empty(),
                Optional.empty(), Optional.empty());
        }
        final boolean gtpu = random.nextInt(3) > 0;
        final Ip outer = gtpu ? ip(frame, IpProtocol.UDP, Gtpu.UDP_PORT) : ip(frame, protocol(), 1 + port() / 2);
        final Optional<Tunnel> tunnel = gtpu ? Optional.of(tunnel(frame)) : Optional.empty();
        final Optional<Ip> inner = tunnel.filter(header -> header.messageType == Gtpu.GPDU)
            .map(header -> ip(frame, protocol(), port()));
        store(frame.payload(random.nextInt(20)).bytes());
        return new Packet(port, sourceMac, destinationMac, vlan, innerVlan,
            ETHER_TYPES[outer.source.version() == 4 ? 0 : 1], Optional.of(outer), tunnel, inner);
    }

    private Tag tag(final Frames frame, final int id) {
        final Tag tag = new Tag(id, random.nextInt(8));
        frame.vlan(Vlan.tci(tag.priority, random.nextBoolean(), id));
        return tag;
    }

    /** One in eight is a fragment, of which rules see no ports; none that would be a tunnel. */
    private Ip ip(final Frames frame, final int protocol, final int destinationPort) {
        final IpAddress source = address();
        final IpAddress destination = likewise(source);
        final int dscp = random.nextInt(3) * 31;
        frame.ip(source, destination).trafficClass(dscp << 2 | random.nextInt(4));
        final boolean fragment = destinationPort != Gtpu.UDP_PORT && random.nextInt(8) == 0;
        if (fragment && source.version() == 4) {
            frame.fragment(0, true, 1);
        } else if (fragment) {
            frame.ipv6Fragment(0, true, 1);
        }
        final Ports ports = new Ports(port(), destinationPort);
        final boolean hasPorts = transport(frame, protocol, ports);
        return new Ip(source, destination, protocol, dscp,
            hasPorts && !fragment ? Optional.of(ports) : Optional.empty());
    }

    private static boolean transport(final Frames frame, final int protocol, final Ports ports) {
        switch (protocol) {
            case IpProtocol.TCP -> frame.tcp(ports.source, ports.destination);
            case IpProtocol.UDP -> frame.udp(ports.source, ports.destination);
            case IpProtocol.SCTP -> frame.sctp(ports.source, ports.destination);
            default -> {
                frame.protocol(protocol);
                return false;
            }
        }
        return true;
    }

    private Tunnel tunnel(final Frames frame) {
        final long teid = teid();
        frame.gtpu(teid);
        if (random.nextInt(8) == 0) {
            frame.messageType(Gtpu.ECHO_REQUEST).sequence(1);
            return new Tunnel(teid, Gtpu.ECHO_REQUEST, Optional.empty());
        }
        final Optional<Integer> qfi = random.nextBoolean() ? Optional.of(random.nextInt(4) * 21) : Optional.empty();
        qfi.ifPresent(flow -> frame.pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, flow));
        return new Tunnel(teid, Gtpu.GPDU, qfi);
    }

    private void store(final byte[] frame) {
        final long position = (long) vector.size * 512 + 128;
        MemorySegment.copy(frame, 0, memory.bytes(), ValueLayout.JAVA_BYTE, position, frame.length);
        vector.add(vector.size + 1, position, frame.length, 0);
    }
}
