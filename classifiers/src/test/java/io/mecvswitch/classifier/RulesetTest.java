package io.mecvswitch.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The ruleset against an oracle that asks every rule in turn, on random rules and packets. */
class RulesetTest {
    private static final int VECTOR = 32;
    private static final Map<String, Integer> PORTS = Map.of("p0", 0, "p1", 1, "p2", 2);

    /** What a packet was spelled out to be; the oracle reads this and never the frame. */
    private record Packet(int port, long sourceMac, long destinationMac, Optional<Integer> vlan,
        Optional<Integer> innerVlan, int etherType, Optional<IpAddress> source, Optional<IpAddress> destination,
        Optional<Integer> protocol, Optional<Long> teid, Optional<Integer> messageType, Optional<Integer> qfi,
        Optional<IpAddress> innerSource, Optional<IpAddress> innerDestination, Optional<Integer> innerProtocol) { }

    private final Random random = new Random(8_519);
    private final ArrayMemory memory = new ArrayMemory(VECTOR, 512);
    private final Parse parse = new Parse(memory, new boolean[] {true, true, true});
    private final PacketVector vector = new PacketVector(VECTOR);

    @Test
    void shouldFindTheRuleThatALinearSearchFinds() {
        int hits = 0;
        for (int round = 0; round < 40; round++) {
            final List<RuleConfig> rules = rules(1 + random.nextInt(200));
            final Ruleset ruleset = new Ruleset(rules, PORTS);
            final Ruleset.Scratch scratch = new Ruleset.Scratch(VECTOR);
            for (int burst = 0; burst < 100; burst++) {
                hits += compare(ruleset, scratch);
            }
        }
        final int found = hits;
        assertTrue(found > 10_000 && found < 120_000, () -> "hits and misses, but " + found + " hits of 128000");
    }

    private int compare(final Ruleset ruleset, final Ruleset.Scratch scratch) {
        final int port = random.nextInt(3);
        final List<Packet> packets = new ArrayList<>();
        vector.size = 0;
        vector.ingress = port;
        for (int i = 0; i < VECTOR; i++) {
            packets.add(add(port));
        }
        parse.process(vector);
        ruleset.match(vector, memory.bytes(), scratch);
        int hits = 0;
        for (int i = 0; i < VECTOR; i++) {
            final Packet packet = packets.get(i);
            final int expected = linear(ruleset.rules(), packet);
            assertEquals(expected, vector.rule[i],
                () -> packet + " under " + (expected == PacketVector.NO_RULE ? "no rule" : ruleset.rules().get(expected)));
            hits += expected == PacketVector.NO_RULE ? 0 : 1;
        }
        return hits;
    }

    private static int linear(final List<RuleConfig> ranked, final Packet packet) {
        for (int rank = 0; rank < ranked.size(); rank++) {
            if (ranked.get(rank).matches().stream().anyMatch(match -> matches(match, packet))) {
                return rank;
            }
        }
        return PacketVector.NO_RULE;
    }

    private static boolean matches(final FlowMatch match, final Packet packet) {
        return match.ingressPort().map(PORTS::get).filter(port -> port != packet.port).isEmpty()
            && isMac(match.sourceMac(), packet.sourceMac) && isMac(match.destinationMac(), packet.destinationMac)
            && match.vlan().map(id -> id == 0 ? packet.vlan.isEmpty() : packet.vlan.equals(Optional.of(id))).orElse(true)
            && is(match.innerVlan(), packet.innerVlan) && is(match.etherType(), Optional.of(packet.etherType))
            && isIn(match.outerSource(), packet.source) && isIn(match.outerDestination(), packet.destination)
            && is(match.outerProtocol(), packet.protocol) && is(match.teid(), packet.teid)
            && is(match.messageType(), packet.messageType) && is(match.qfi(), packet.qfi)
            && isIn(match.innerSource(), packet.innerSource) && isIn(match.innerDestination(), packet.innerDestination)
            && is(match.innerProtocol(), packet.innerProtocol);
    }

    private static <T> boolean is(final Optional<T> asked, final Optional<T> there) {
        return asked.isEmpty() || asked.equals(there);
    }

    private static boolean isMac(final Optional<MacMatch> asked, final long there) {
        return asked.isEmpty()
            || (there & asked.get().mask().bits()) == (asked.get().address().bits() & asked.get().mask().bits());
    }

    private static boolean isIn(final Optional<IpPrefix> asked, final Optional<IpAddress> there) {
        return asked.isEmpty() || there.isPresent() && there.get().version() == asked.get().address().version()
            && new IpPrefix(there.get(), asked.get().length()).equals(asked.get());
    }

    // Rules and packets are drawn from small sets, so that they meet.

    private List<RuleConfig> rules(final int count) {
        final List<RuleConfig> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final List<FlowMatch> matches = new ArrayList<>();
            for (int m = random.nextInt(3); m >= 0; m--) {
                matches.add(match());
            }
            rules.add(new RuleConfig("rule-" + i, random.nextInt(50), matches, new RuleAction.Pass()));
        }
        return rules;
    }

    private FlowMatch match() {
        return new FlowMatch(maybe(() -> "p" + random.nextInt(3)), maybe(this::macMatch), maybe(this::macMatch),
            maybe(() -> random.nextInt(3) * 50), maybe(() -> 1 + random.nextInt(3)),
            maybe(() -> random.nextBoolean() ? 0x0800 : 0x86dd), maybe(this::prefix), maybe(this::prefix),
            maybe(() -> random.nextBoolean() ? 6 : 17), maybe(this::teid),
            maybe(() -> random.nextBoolean() ? Gtpu.GPDU : Gtpu.ECHO_REQUEST), maybe(() -> random.nextInt(4) * 21),
            maybe(this::prefix), maybe(this::prefix), maybe(() -> random.nextBoolean() ? 6 : 17));
    }

    private <T> Optional<T> maybe(final Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private MacMatch macMatch() {
        return new MacMatch(new MacAddress(mac()), random.nextBoolean() ? MacMatch.EXACT : new MacAddress(0xffff));
    }

    private long mac() {
        return 0x0200_0000_0000L | (long) random.nextInt(2) << 20 | random.nextInt(3);
    }

    private long teid() {
        return new long[] {0, 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}[random.nextInt(5)];
    }

    private IpAddress address() {
        return random.nextInt(3) == 0
            ? new IpAddress(6, 0x2001_0db8_0000_0000L | random.nextInt(3), (long) random.nextInt(2) << 63 | random.nextInt(3))
            : IpAddress.ofIpv4(0x0a00_0000 | random.nextInt(2) << 16 | random.nextInt(4));
    }

    private IpPrefix prefix() {
        final IpAddress address = address();
        return new IpPrefix(address, random.nextInt(address.bitCount() + 1));
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
        final Optional<Integer> vlan = random.nextBoolean() ? Optional.of(50 + 50 * random.nextInt(2)) : Optional.empty();
        final Optional<Integer> innerVlan =
            vlan.isPresent() && random.nextBoolean() ? Optional.of(1 + random.nextInt(3)) : Optional.empty();
        final Frames frame = Frames.ethernet(sourceMac, destinationMac);
        vlan.ifPresent(id -> frame.vlan(id | random.nextInt(8) << 13));
        innerVlan.ifPresent(id -> frame.vlan(id | random.nextInt(8) << 13));
        final IpAddress source = address();
        final IpAddress destination = likewise(source);
        frame.ip(source, destination);
        final boolean tunnel = random.nextInt(3) > 0;
        final boolean signalling = tunnel && random.nextInt(8) == 0;
        final boolean tcp = !tunnel && random.nextBoolean();
        final long teid = teid();
        final Optional<Integer> qfi = tunnel && !signalling && random.nextBoolean()
            ? Optional.of(random.nextInt(4) * 21) : Optional.empty();
        final IpAddress innerSource = address();
        final IpAddress innerDestination = likewise(innerSource);
        final boolean innerTcp = random.nextBoolean();
        if (!tunnel) {
            transport(frame, tcp);
        } else {
            frame.udp(2152, Gtpu.UDP_PORT).gtpu(teid);
            if (signalling) {
                frame.messageType(Gtpu.ECHO_REQUEST).sequence(1);
            } else {
                qfi.ifPresent(flow -> frame.pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, flow));
                transport(frame.ip(innerSource, innerDestination), innerTcp);
            }
        }
        store(frame.payload(random.nextInt(20)).bytes());
        final boolean inner = tunnel && !signalling;
        return new Packet(port, sourceMac, destinationMac, vlan, innerVlan, source.version() == 4 ? 0x0800 : 0x86dd,
            Optional.of(source), Optional.of(destination), Optional.of(tcp ? 6 : 17),
            tunnel ? Optional.of(teid) : Optional.empty(),
            tunnel ? Optional.of(signalling ? Gtpu.ECHO_REQUEST : Gtpu.GPDU) : Optional.empty(), qfi,
            inner ? Optional.of(innerSource) : Optional.empty(),
            inner ? Optional.of(innerDestination) : Optional.empty(),
            inner ? Optional.of(innerTcp ? 6 : 17) : Optional.empty());
    }

    private static void transport(final Frames frame, final boolean tcp) {
        if (tcp) {
            frame.tcp(1, 2);
        } else {
            frame.udp(1, 2);
        }
    }

    private void store(final byte[] frame) {
        final long position = (long) vector.size * 512 + 128;
        MemorySegment.copy(frame, 0, memory.bytes(), ValueLayout.JAVA_BYTE, position, frame.length);
        vector.add(vector.size + 1, position, frame.length, 0);
    }
}
