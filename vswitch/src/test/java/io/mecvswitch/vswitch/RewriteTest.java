package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.traffic.Frames.hex;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.traffic.Frames;
import io.mecvswitch.traffic.RandomTraffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What rules change in their packets. Frames in hexadecimal were made by Scapy 2.5.0, for instance
 * {@code Ether()/Dot1AD(prio=5, id=1, vlan=300)/Dot1Q(prio=3, vlan=100)/IP(tos=1, id=7)/UDP(sport=4000, dport=53)}.
 */
class RewriteTest {
    private static final MacAddress SOURCE = MacAddress.parse("02:00:00:00:00:11");
    private static final MacAddress DESTINATION = MacAddress.parse("02:00:00:00:00:22");
    private static final int EXPEDITED = 46;
    private static final TagRewrite KEEP = new TagRewrite.Keep();
    private static final TagRewrite POP = new TagRewrite.Pop();
    private static final TagRewrite SERVICE_TAG = new TagRewrite.Push(TagRewrite.Type.S_VLAN, 300, 5, true);

    private static final String IP_REST = "0025 00070000 4011";
    private static final String UDP = "0a2d0002cb007105 0fa00035 00117410 72657772697474656e";
    private static final String IP = "0800 4501 " + IP_REST + "348c" + UDP;
    private static final String IP_EXPEDITED = "0800 45b9" + IP_REST + "33d4" + UDP;
    private static final String OLD_MACS = "0200000000c1 0200000000e1";
    private static final String NEW_MACS = "020000000022 020000000011";
    private static final byte[] PLAIN = hex(OLD_MACS + IP);
    private static final byte[] TAGGED = hex(OLD_MACS + "81006064" + IP);
    private static final byte[] DOUBLE = hex(OLD_MACS + "88a8b12c 81006064" + IP);

    private final SteppedSwitch vswitch = new SteppedSwitch(Configs.wired(List.of(), List.of()));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static HeaderRewrite rewrite(final TagRewrite tags) {
        return new HeaderRewrite(Optional.empty(), Optional.empty(), tags, Optional.empty());
    }

    private static HeaderRewrite dscp(final int dscp) {
        return new HeaderRewrite(Optional.empty(), Optional.empty(), KEEP, Optional.of(dscp));
    }

    private static HeaderRewrite macsAnd(final TagRewrite tags) {
        return new HeaderRewrite(Optional.of(SOURCE), Optional.of(DESTINATION), tags, Optional.of(EXPEDITED));
    }

    private void apply(final RuleConfig... rules) {
        vswitch.apply(Configs.wired(List.of(rules), List.of(bearer("ue", "10.45.0.2", 0x8000_0001L, 1,
            OptionalInt.empty()))));
    }

    private void forward(final HeaderRewrite rewrite) {
        apply(rule("r", 1, new RuleAction.Forward("core"), ask().ingress("access").match()).withRewrite(rewrite));
    }

    private void assertRewritten(final String expected, final byte[] frame) {
        vswitch.send("access", frame);
        assertFrame(hex(expected), vswitch.sent("core").getFirst());
    }

    @Test
    void shouldSetBothAddresses() {
        forward(HeaderRewrite.macs(SOURCE, DESTINATION));
        vswitch.send("access", PLAIN, TAGGED);
        final List<byte[]> sent = vswitch.sent("core");
        assertFrame(hex(NEW_MACS + IP), sent.get(0));
        assertFrame(hex(NEW_MACS + "81006064" + IP), sent.get(1));
    }

    @Test
    void shouldSetOneAddressAndKeepTheOther() {
        forward(new HeaderRewrite(Optional.of(SOURCE), Optional.empty(), KEEP, Optional.empty()));
        assertRewritten("0200000000c1 020000000011" + IP, PLAIN);
        forward(new HeaderRewrite(Optional.empty(), Optional.of(DESTINATION), KEEP, Optional.empty()));
        assertRewritten("020000000022 0200000000e1" + IP, PLAIN);
    }

    @Test
    void shouldPushATagInFrontOfWhatTagsThereAre() {
        forward(macsAnd(SERVICE_TAG));
        assertRewritten(NEW_MACS + "88a8b12c 81006064" + IP_EXPEDITED, TAGGED);
        assertRewritten(NEW_MACS + "88a8b12c" + IP_EXPEDITED, PLAIN);
    }

    @Test
    void shouldDropWhatWouldLeaveWithThreeTags() {
        forward(rewrite(SERVICE_TAG));
        vswitch.send("access", DOUBLE, PLAIN);
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(Map.of(DropReason.VLAN_FULL, 1L), vswitch.drops());
    }

    @Test
    void shouldPopTheOutermostTag() {
        forward(macsAnd(POP));
        assertRewritten(NEW_MACS + "81006064" + IP_EXPEDITED, DOUBLE);
        assertRewritten(NEW_MACS + IP_EXPEDITED, TAGGED);
        forward(rewrite(POP));
        assertRewritten(OLD_MACS + IP, TAGGED);
    }

    @Test
    void shouldChangeTheFieldsOfATagThatAreGiven() {
        forward(rewrite(new TagRewrite.Change(Optional.of(TagRewrite.Type.S_VLAN), Optional.of(4_000), Optional.of(7),
            Optional.of(true))));
        assertRewritten(OLD_MACS + "88a8ffa0" + IP, TAGGED);
        forward(rewrite(new TagRewrite.Change(Optional.empty(), Optional.of(4_000), Optional.empty(),
            Optional.empty())));
        assertRewritten(OLD_MACS + "81006fa0" + IP, TAGGED);
        forward(rewrite(new TagRewrite.Change(Optional.empty(), Optional.empty(), Optional.of(0),
            Optional.of(false))));
        assertRewritten(OLD_MACS + "88a8012c 81006064" + IP, DOUBLE);
    }

    @Test
    void shouldDoTheRestWhereThereIsNoTag() {
        forward(macsAnd(POP));
        assertRewritten(NEW_MACS + IP_EXPEDITED, PLAIN);
        forward(macsAnd(new TagRewrite.Change(Optional.empty(), Optional.of(5), Optional.empty(), Optional.empty())));
        assertRewritten(NEW_MACS + IP_EXPEDITED, PLAIN);
    }

    @Test
    void shouldSetTheDscpAndKeepTheEcnBits() {
        forward(dscp(EXPEDITED));
        assertRewritten(OLD_MACS + IP_EXPEDITED, PLAIN);
        forward(dscp(8));
        assertRewritten("0200000000c10200000000e1 86dd 622abcde000b1140 20010db8000000000000000000000001"
            + "20010db8000000000000000000000002 00010002000bb8f6 736978",
            hex("0200000000c10200000000e1 86dd 6feabcde000b1140 20010db8000000000000000000000001"
            + "20010db8000000000000000000000002 00010002000bb8f6 736978"));
    }

    @Test
    void shouldLeaveAWrongChecksumWrong() {
        forward(dscp(EXPEDITED));
        assertRewritten(OLD_MACS + IP_EXPEDITED.replace("33d4", "33d5"), hex(OLD_MACS + IP.replace("348c", "348d")));
        assertRewritten(OLD_MACS + IP_EXPEDITED.replace("33d4", "ffff"),
            hex(OLD_MACS + IP_EXPEDITED.replace("33d4", "ffff")));
    }

    @Test
    void shouldPassWhatHasNoDscp() {
        forward(dscp(EXPEDITED));
        final byte[] arp = Frames.ethernet().etherType(0x0806).payload(28).padded().bytes();
        vswitch.send("access", arp);
        assertFrame(arp, vswitch.sent("core").getFirst());
    }

    @Test
    void shouldDropWhereWhatHasToBeChangedIsBroken() {
        forward(macsAnd(KEEP));
        vswitch.send("access", Arrays.copyOf(PLAIN, 13), Arrays.copyOf(PLAIN, 33), Arrays.copyOf(PLAIN, 50), PLAIN);
        assertEquals(Map.of(DropReason.ETHERNET_TRUNCATED, 1L, DropReason.IPV4_TRUNCATED, 1L,
            DropReason.IPV4_LENGTH, 1L), vswitch.drops());
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldNotMindABrokenPartThatStays() {
        forward(HeaderRewrite.macs(SOURCE, DESTINATION));
        vswitch.send("access", Arrays.copyOf(PLAIN, 13), Arrays.copyOf(PLAIN, 14), Arrays.copyOf(TAGGED, 15));
        final List<byte[]> sent = vswitch.sent("core");
        assertFrame(hex(NEW_MACS + "0800"), sent.get(0));
        assertFrame(hex(NEW_MACS + "810060"), sent.get(1));
        assertEquals(Map.of(DropReason.ETHERNET_TRUNCATED, 1L), vswitch.drops());
    }

    @Test
    void shouldMarkTheOuterHeaderOfATunnelThatStays() {
        forward(dscp(EXPEDITED));
        final String tunnel = "00010000 4011 %s c0000201c0000264 0868086800310000 30ff002180000001"
            + "45030021000900004011 4657 0a2d0002c6336407 0fa00035000d71c1 696e6e6572";
        assertRewritten(OLD_MACS + "0800 45b80045" + tunnel.formatted("f589"),
            hex(OLD_MACS + "0800 45280045" + tunnel.formatted("f619")));
    }

    @Test
    void shouldMarkAndTagADecapsulatedPacket() {
        apply(rule("r", 1, new RuleAction.ForwardDecapsulated("app"), ask().ingress("access").match()).withRewrite(
            macsAnd(new TagRewrite.Push(TagRewrite.Type.C_VLAN, 7, 1, false))));
        vswitch.send("access", hex(OLD_MACS + "88a8b12c 81006064 0800 45280045 00010000 4011 f619 c0000201c0000264"
            + "0868086800310000 30ff002180000001 45030021000900004011 4657 0a2d0002c6336407 0fa00035000d71c1"
            + " 696e6e6572"));
        assertFrame(hex(NEW_MACS
            + "81002007 0800 45bb0021000900004011 459f 0a2d0002c6336407 0fa00035000d71c1 696e6e6572"),
            vswitch.sent("app").getFirst());
    }

    @Test
    void shouldPassSignallingUnchangedThatCanNotBeDecapsulated() {
        apply(rule("r", 1, new RuleAction.ForwardDecapsulated("app"), ask().ingress("access").match()).withRewrite(
            macsAnd(KEEP)));
        final byte[] echo = Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(0)
            .messageType(Gtpu.ECHO_REQUEST).sequence(1).bytes();
        vswitch.send("access", echo);
        assertFrame(echo, vswitch.sent("core").getFirst());
    }

    @Test
    void shouldRewriteWhatPassesOnItsWire() {
        apply(rule("r", 1, new RuleAction.Pass(), ask().vlan(100).match()).withRewrite(rewrite(POP)));
        vswitch.send("core", PLAIN, TAGGED);
        final List<byte[]> sent = vswitch.sent("access");
        assertFrame(PLAIN, sent.get(0));
        assertFrame(PLAIN, sent.get(1));
    }

    @Test
    void shouldChangePacketsOfOneRuleAndNoOthers() {
        apply(rule("a", 1, new RuleAction.Forward("core"), ask().vlan(100).match()).withRewrite(
                HeaderRewrite.macs(SOURCE, DESTINATION)),
            rule("b", 2, new RuleAction.Forward("core"), ask().vlan(0).match()),
            rule("c", 3, new RuleAction.Drop(), ask().vlan(101).match()));
        vswitch.send("access", TAGGED, PLAIN, DOUBLE, TAGGED);
        final List<byte[]> sent = vswitch.sent("core");
        assertFrame(hex(NEW_MACS + "81006064" + IP), sent.get(0));
        assertFrame(PLAIN, sent.get(1));
        assertFrame(DOUBLE, sent.get(2));
        assertFrame(sent.get(0), sent.get(3));
    }

    @Test
    void shouldTellItsDeviceOfALengthThatChanged() {
        forward(rewrite(SERVICE_TAG));
        vswitch.send("access", Arrays.copyOf(PLAIN, 60));
        assertEquals(64, vswitch.sent("core").getFirst().length);
    }

    // Against a second implementation, on random traffic.

    @Test
    void shouldDoWhatASimpleImplementationDoes() {
        final Random random = new Random(7);
        final RandomTraffic traffic = new RandomTraffic(7, RandomTraffic.bearers(64));
        long full = 0;
        for (int round = 0; round < 300; round++) {
            final HeaderRewrite rewrite = randomRewrite(random);
            forward(rewrite);
            final byte[][] frames = Stream.generate(() -> traffic.next().frame()).limit(random.nextInt(60) + 1)
                .toArray(byte[][]::new);
            final List<byte[]> expected = new ArrayList<>();
            for (final byte[] frame : frames) {
                NaiveRewrite.of(frame, rewrite).ifPresent(expected::add);
            }
            full += frames.length - expected.size();
            vswitch.send("access", frames);
            final List<byte[]> sent = vswitch.sent("core");
            assertEquals(expected.size(), sent.size());
            for (int i = 0; i < sent.size(); i++) {
                assertFrame(expected.get(i), sent.get(i));
            }
        }
        assertEquals(Map.of(DropReason.VLAN_FULL, full), vswitch.drops());
    }

    private static HeaderRewrite randomRewrite(final Random random) {
        return new HeaderRewrite(maybe(random, new MacAddress(random.nextLong() & 0xfeff_ffff_ffffL)),
            maybe(random, new MacAddress(random.nextLong() >>> 16)), randomTags(random),
            maybe(random, random.nextInt(64)));
    }

    private static TagRewrite randomTags(final Random random) {
        final TagRewrite.Type type = TagRewrite.Type.values()[random.nextInt(2)];
        return switch (random.nextInt(4)) {
            case 0 -> KEEP;
            case 1 -> POP;
            case 2 -> new TagRewrite.Push(type, random.nextInt(4_095), random.nextInt(8), random.nextBoolean());
            default -> new TagRewrite.Change(maybe(random, type), maybe(random, random.nextInt(4_095)),
                maybe(random, random.nextInt(8)), maybe(random, random.nextBoolean()));
        };
    }

    private static <T> Optional<T> maybe(final Random random, final T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }
}
