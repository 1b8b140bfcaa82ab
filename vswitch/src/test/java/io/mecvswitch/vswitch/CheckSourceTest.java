package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a port may not send from does not get any further. The station at the access port is 02:00:5e:00:00:0a, with
 * 198.51.100.7 and 2001:db8:e::7; octets are those that scapy 2.5.0 makes of the same fields.
 */
class CheckSourceTest {
    private static final MacAddress STATION = MacAddress.parse("02:00:5e:00:00:0a");
    private static final MacAddress OTHER = MacAddress.parse("02:00:5e:00:00:0b");
    private static final int ETHERNET = 14;
    private static final int IP_SOURCE = ETHERNET + 12;
    private static final int IPV6_SOURCE = ETHERNET + 8;
    private static final String GROUP = "03:00:5e:00:00:0a";

    /** Sound messages of the station. */
    private enum Message {
        ARP("ffffffffffff02005e00000a0806000108000604000102005e00000ac6336407000000000000c6336401"),
        ARP_PROBE("ffffffffffff02005e00000a0806000108000604000102005e00000a00000000000000000000c6336"
            + "407"),
        ARP_REPLY("02005e00000b02005e00000a0806000108000604000202005e00000ac633640702005e00000bc6336"
            + "409"),
        DHCP("ffffffffffff02005e00000a08004500011000010000401179dd00000000ffffffff0044004300fca87d0101060000000001"
            + "00".repeat(20) + "02005e00000a" + "00".repeat(202) + "63825363350101ff"),
        SOLICITATION("3333ff00000102005e00000a86dd6000000000203aff20010db8000e00000000000000000007ff"
            + "0200000000000000000001ff0000018700bdfd0000000020010db8000e00000000000000000001010102005e00000a"),
        DUPLICATE_DETECTION("3333ff00000702005e00000a86dd6000000000183aff000000000000000000000000000"
            + "00000ff0200000000000000000001ff00000787004cd30000000020010db8000e00000000000000000007"),
        ADVERTISEMENT("33330000000102005e00000a86dd6000000000203aff20010db8000e00000000000000000007f"
            + "f02000000000000000000000000000188009af92000000020010db8000e00000000000000000007020102005e00000a"),
        ROUTER_SOLICITATION("33330000000202005e00000a86dd6000000000103afffe8000000000000000005efffe0"
            + "0000aff0200000000000000000000000000028500bf1900000000010102005e00000a"),
        FIRST_ROUTER_SOLICITATION("33330000000202005e00000a86dd6000000000083aff000000000000000000000"
            + "00000000000ff02000000000000000000000000000285007bb800000000"),
        ROUTER_ADVERTISEMENT("33330000000102005e00000a86dd6000000000203afffe8000000000000000005efffe"
            + "00000aff0200000000000000000000000000018600ac1d000807080000000000000000010102005e00000a05010000000005"
            + "dc"),
        GROUP_REPORT("33330000001602005e00000a86dd600000000024000100000000000000000000000000000000ff"
            + "0200000000000000000000000000163a000502000001008f006f830000000104000000ff0200000000000000000001ff0000"
            + "07");

        final String octets;

        Message(final String octets) {
            this.octets = octets;
        }

        byte[] bytes() {
            return Frames.hex(octets);
        }

        byte[] with(final int offset, final String patch) {
            final byte[] bytes = bytes();
            final byte[] other = Frames.hex(patch);
            System.arraycopy(other, 0, bytes, offset, other.length);
            return bytes;
        }
    }

    private final SteppedSwitch vswitch = new SteppedSwitch(guarded(
        sources(List.of(STATION), List.of("198.51.100.7", "2001:db8:e::7"))));

    private static SourcesConfig sources(final List<MacAddress> macs, final List<String> prefixes,
        final SourcesConfig.Pair... pairs) {
        return new SourcesConfig(macs, prefixes.stream().map(IpPrefix::parse).toList(), List.of(pairs));
    }

    private static SourcesConfig.Pair pair(final MacAddress mac, final String prefix) {
        return new SourcesConfig.Pair(mac, IpPrefix.parse(prefix));
    }

    /** Two ports on a wire, of which one is guarded. */
    private static SwitchConfig guarded(final SourcesConfig sources) {
        return new SwitchConfig(DataplaneConfig.DEFAULT,
            List.of(Configs.port("access", Role.ACCESS).withSources(sources), Configs.port("core", Role.CORE)),
            List.of(new WireConfig("wire", "access", "core")), List.of(), List.of(), GtpuConfig.NONE);
    }

    private static byte[] packet(final MacAddress mac, final String source) {
        return Frames.ethernet(mac.bits(), Frames.DESTINATION_MAC).ipv4(source, "203.0.113.1").udp(5, 6).payload(20)
            .bytes();
    }

    private static byte[] packet6(final MacAddress mac, final String source) {
        return Frames.ethernet(mac.bits(), Frames.DESTINATION_MAC).ipv6(source, "2001:db8::1").udp(5, 6).payload(20)
            .bytes();
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void assertPasses(final byte[] frame) {
        vswitch.send("access", frame);
        final List<byte[]> sent = vswitch.sent("core");
        assertEquals(1, sent.size(), () -> "sent; dropped " + vswitch.drops());
        assertEquals(Map.of(), vswitch.drops());
    }

    private void assertRefused(final DropReason reason, final byte[]... frames) {
        vswitch.send("access", frames);
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(Map.of(reason, (long) frames.length), vswitch.drops());
        assertEquals(frames.length, refused("access"));
    }

    private long refused(final String port) {
        return vswitch.status().reader().snapshot().of(CounterType.PORT_REFUSED).stream()
            .filter(counter -> counter.label().equals(port)).mapToLong(counter -> counter.value()).sum();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetAStationSpeakForItself(final Message message) {
        assertPasses(message.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhateverComesFromAnotherEthernetAddress(final Message message) {
        assertRefused(DropReason.SOURCE_MAC, message.with(6, "02005e00000b"));
    }

    @Test
    void shouldPassAndRefuseByTheIpAddress() {
        assertPasses(packet(STATION, "198.51.100.7"));
        assertPasses(packet6(STATION, "2001:db8:e::7"));
        assertPasses(packet6(STATION, "fe80::5eff:fe00:a"));
        assertRefused(DropReason.SOURCE_ADDRESS, packet(STATION, "198.51.100.8"), packet(STATION, "0.0.0.0"),
            packet(STATION, "169.254.1.1"), packet6(STATION, "2001:db8:e::8"), packet6(STATION, "fe80::1"),
            packet6(STATION, "fe80::5eff:fe00:b"), packet6(STATION, "::"));
    }

    /** What another port may send is its own business. */
    @Test
    void shouldLeaveOtherPortsAlone() {
        vswitch.send("core", packet(OTHER, "192.0.2.66"), Message.ARP.with(28, "c0000201"));
        assertEquals(2, vswitch.sent("access").size());
        assertEquals(Map.of(), vswitch.drops());
    }

    @ParameterizedTest
    @CsvSource({"ARP,22,02005e00000b", "ARP,28,c6336408", "ARP_PROBE,38,c6336408", "ARP_PROBE,22,02005e00000b",
        "ARP_REPLY,28,c6336401", "ARP_REPLY,22,02005e00000b", "ARP,18,08",
        "SOLICITATION,80,02005e00000b", "SOLICITATION,79,02", "SOLICITATION,79,00",
        "DUPLICATE_DETECTION,77,08", "ADVERTISEMENT,77,01", "ADVERTISEMENT,80,02005e00000b", "ADVERTISEMENT,79,00",
        "ROUTER_SOLICITATION,64,02005e00000b", "ROUTER_ADVERTISEMENT,72,02005e00000b", "ROUTER_ADVERTISEMENT,79,02"})
    void shouldRefuseAClaimToAnotherAddress(final Message message, final int offset, final String octets) {
        assertRefused(DropReason.SOURCE_NEIGHBOUR, message.with(offset, octets));
    }

    @ParameterizedTest
    @CsvSource({"DHCP,30,c6336401", "DHCP,35,45", "DHCP,37,44", "FIRST_ROUTER_SOLICITATION,54,80",
        "FIRST_ROUTER_SOLICITATION,54,88", "GROUP_REPORT,62,82", "ADVERTISEMENT,37,08", "ROUTER_ADVERTISEMENT,37,01"})
    void shouldRefuseAnotherSourceOrNoneWhereOneIsNeeded(final Message message, final int offset, final String octets) {
        assertRefused(DropReason.SOURCE_ADDRESS, message.with(offset, octets));
    }

    @Test
    void shouldRefuseWhatIsCutOffInsideWhatItClaims() {
        assertRefused(DropReason.SOURCE_NEIGHBOUR, Arrays.copyOf(Message.ARP.bytes(), 41));
    }

    /** It would be looked for behind the message, where the option itself says that the station may have it. */
    @Test
    void shouldRefuseATargetInAMessageThatHasNone() {
        vswitch.apply(guarded(sources(List.of(STATION), List.of("198.51.100.7", "201:200:5e00:a::/64"))));
        assertRefused(DropReason.SOURCE_NEIGHBOUR, Message.ROUTER_SOLICITATION.with(62, "02"));
    }

    @Test
    void shouldRefuseByItsDefectWhatCannotBeRead() {
        final byte[] frame = packet(STATION, "198.51.100.7");
        vswitch.send("access", Arrays.copyOf(frame, 13), Arrays.copyOf(frame, 30),
            Frames.ethernet(STATION.bits(), 1).vlan(1).vlan(2).vlan(3).ipv4("198.51.100.8", "203.0.113.1").udp(1, 2)
                .bytes(),
            Frames.ethernet(STATION.bits(), 1).ipv6("2001:db8:e::7", "2001:db8::1")
                .ipv6Extension(IpProtocol.DESTINATION_OPTIONS).length(9).protocol(IpProtocol.ICMPV6).bytes());
        assertEquals(List.of(), vswitch.sent("core"));
        assertEquals(Map.of(DropReason.ETHERNET_TRUNCATED, 1L, DropReason.IPV4_TRUNCATED, 1L,
            DropReason.VLAN_TOO_DEEP, 1L, DropReason.IPV6_TRUNCATED, 1L), vswitch.drops());
        assertEquals(4, refused("access"));
    }

    /** What is broken behind the addresses is nobody's business here. */
    @Test
    void shouldPassWhatIsBrokenFurtherBehind() {
        assertPasses(Frames.ethernet(STATION.bits(), 1).ipv4("198.51.100.7", "203.0.113.1").udp(1, 2).length(900)
            .bytes());
    }

    @Test
    void shouldPassOtherProtocolsOfTheStation() {
        assertPasses(Frames.ethernet(STATION.bits(), 0x0180_c200_000eL).etherType(0x88cc).payload(40).bytes());
    }

    @Test
    void shouldLookBehindTagsAndExtensionHeaders() {
        final byte[] advertisement = Arrays.copyOfRange(Message.ADVERTISEMENT.bytes(), 54, 86);
        assertPasses(Frames.ethernet(STATION.bits(), 1).serviceVlan(7).vlan(8).ipv4("198.51.100.7", "203.0.113.1")
            .udp(1, 2).bytes());
        assertPasses(Frames.ethernet(STATION.bits(), 1).vlan(8).ipv6("2001:db8:e::7", "ff02::1")
            .ipv6Extension(IpProtocol.HOP_BY_HOP).protocol(IpProtocol.ICMPV6).payload(advertisement).bytes());
        advertisement[23] = 8;
        assertRefused(DropReason.SOURCE_NEIGHBOUR, Frames.ethernet(STATION.bits(), 1).vlan(8)
            .ipv6("2001:db8:e::7", "ff02::1").ipv6Extension(IpProtocol.HOP_BY_HOP).protocol(IpProtocol.ICMPV6)
            .payload(advertisement).bytes());
    }

    @Test
    void shouldRefuseNeighborDiscoveryInFragments() {
        final byte[] advertisement = Arrays.copyOfRange(Message.ADVERTISEMENT.bytes(), 54, 86);
        assertPasses(first().protocol(IpProtocol.UDP).payload(64).bytes());
        assertPasses(first().protocol(IpProtocol.ICMPV6).payload(Frames.hex("8000 0000 0000 0000")).bytes());
        assertPasses(Frames.ethernet(STATION.bits(), 1).ipv6("2001:db8:e::7", "ff02::1").ipv6Fragment(8, false, 5)
            .protocol(IpProtocol.ICMPV6).payload(advertisement).bytes());
        assertRefused(DropReason.SOURCE_NEIGHBOUR, first().protocol(IpProtocol.ICMPV6).payload(advertisement).bytes(),
            first().protocol(IpProtocol.DESTINATION_OPTIONS).payload(8).bytes());
    }

    private static Frames first() {
        return Frames.ethernet(STATION.bits(), 1).ipv6("2001:db8:e::7", "ff02::1").ipv6Fragment(0, true, 5);
    }

    @Test
    void shouldLookAtTheOuterHeaderOfATunnel() {
        assertPasses(Frames.ethernet(STATION.bits(), 1).ipv4("198.51.100.7", "192.0.2.100").udp(2152, 2152).gtpu(7)
            .ipv4("10.45.0.2", "203.0.113.1").udp(1, 2).bytes());
    }

    @Test
    void shouldLetAListedEthernetAddressHaveAnyIpAddress() {
        vswitch.apply(guarded(sources(List.of(STATION), List.of())));
        assertPasses(packet(STATION, "192.0.2.1"));
        assertPasses(packet6(STATION, "::"));
        assertPasses(Message.ARP.with(28, "c0000201"));
        vswitch.send("access", packet(OTHER, "192.0.2.1"), Message.ARP.with(22, "02005e00000b"),
            Message.ADVERTISEMENT.with(80, "02005e00000b"));
        assertEquals(Map.of(DropReason.SOURCE_MAC, 1L, DropReason.SOURCE_NEIGHBOUR, 2L), vswitch.drops());
    }

    @Test
    void shouldLetAnyEthernetAddressHaveAListedIpAddress() {
        vswitch.apply(guarded(sources(List.of(), List.of("192.0.2.0/24", "2001:db8:e::/64"))));
        assertPasses(packet(OTHER, "192.0.2.1"));
        assertPasses(packet6(OTHER, "2001:db8:e:0:1::9"));
        assertPasses(packet6(OTHER, "fe80::5eff:fe00:b"));
        assertPasses(Message.SOLICITATION.with(80, "02005e00000b"));
        assertRefused(DropReason.SOURCE_ADDRESS, packet(OTHER, "192.0.3.1"), packet6(OTHER, "2001:db8:e:1::9"),
            packet6(OTHER, "fe80::5eff:fe00:a"));
    }

    @Test
    void shouldKeepAPairApartFromTheListed() {
        vswitch.apply(guarded(sources(List.of(STATION), List.of("198.51.100.7"), pair(OTHER, "198.51.100.32/28"),
            pair(OTHER, "2001:db8:f::/48"))));
        assertPasses(packet(STATION, "198.51.100.7"));
        assertPasses(packet(OTHER, "198.51.100.33"));
        assertPasses(packet6(OTHER, "2001:db8:f:1::1"));
        assertRefused(DropReason.SOURCE_ADDRESS, packet(STATION, "198.51.100.33"), packet(OTHER, "198.51.100.7"),
            packet6(STATION, "2001:db8:f:1::1"));
    }

    @Test
    void shouldStandBeforeRulesAndTunnelsOfAnApplication() {
        final SwitchConfig wired = Configs.wired(
            List.of(Configs.rule("all", 1, new RuleAction.Forward("core"), Configs.ask().ingress("app").match())),
            List.of(bearer("ue", "10.45.0.2", 1, 2, OptionalInt.empty())));
        final List<PortConfig> ports = new ArrayList<>(wired.ports());
        ports.set(2, ports.get(2).withSources(sources(List.of(STATION), List.of("198.51.100.7"))));
        vswitch.apply(new SwitchConfig(
            wired.dataplane(), ports, wired.wires(), wired.rules(), wired.bearers(), wired.gtpu()));
        vswitch.send("app", packet(STATION, "198.51.100.7"), packet(STATION, "10.45.0.2"));
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(Map.of(DropReason.SOURCE_ADDRESS, 1L), vswitch.drops());
        assertEquals(1, vswitch.status().ruleCounters("all").packets().get(), "what is refused, no rule concerns");
        assertEquals(1, refused("app"));

        vswitch.apply(wired);
        vswitch.send("app", packet(STATION, "10.45.0.2"));
        assertEquals(1, vswitch.sent("core").size());
    }

    /** The loop for ordinary packets and the lists behind it say the same as a naive look at the configuration. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldSayWhatAnOracleSays(final int seed) {
        final Random random = new Random(seed);
        long dropped = 0;
        for (int round = 0; round < 20; round++) {
            final SourcesConfig sources = randomSources(random);
            vswitch.apply(guarded(sources));
            for (int k = 0; k < 50; k++) {
                final MacAddress mac = randomMac(random);
                final boolean four = random.nextBoolean();
                final String address = four ? "10.0.0." + random.nextInt(8) : "2001:db8::" + random.nextInt(8);
                vswitch.send("access", four ? packet(mac, address) : packet6(mac, address));
                final boolean may = sources.isAny() || may(sources, mac, IpPrefix.parse(address));
                dropped += may ? 0 : 1;
                assertEquals(may ? 1 : 0, vswitch.sent("core").size(), () -> mac + " " + address + " under " + sources);
            }
        }
        assertEquals(dropped, vswitch.drops().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(dropped, refused("access"));
    }

    private static SourcesConfig randomSources(final Random random) {
        return sources(Stream.generate(() -> randomMac(random)).limit(random.nextInt(3)).toList(),
            Stream.generate(() -> randomPrefix(random)).limit(random.nextInt(3)).toList(),
            Stream.generate(() -> pair(randomMac(random), randomPrefix(random))).limit(random.nextInt(3))
                .toArray(SourcesConfig.Pair[]::new));
    }

    private static MacAddress randomMac(final Random random) {
        return new MacAddress(STATION.bits() + random.nextInt(3));
    }

    private static String randomPrefix(final Random random) {
        return random.nextBoolean() ? "10.0.0." + random.nextInt(8) + "/" + (29 + random.nextInt(4))
            : "2001:db8::" + random.nextInt(8) + "/" + (125 + random.nextInt(4));
    }

    private static boolean may(final SourcesConfig sources, final MacAddress mac, final IpPrefix source) {
        final boolean listsAny = !sources.macs().isEmpty() || !sources.prefixes().isEmpty();
        final boolean mayMac = sources.macs().isEmpty() || sources.macs().contains(mac);
        final boolean mayAddress = sources.prefixes().isEmpty()
            || sources.prefixes().stream().anyMatch(prefix -> isIn(prefix, source));
        return listsAny && mayMac && mayAddress
            || sources.pairs().stream().anyMatch(pair -> pair.mac().equals(mac) && isIn(pair.prefix(), source));
    }

    private static boolean isIn(final IpPrefix prefix, final IpPrefix source) {
        return prefix.address().version() == source.address().version()
            && new IpPrefix(source.address(), prefix.length()).equals(prefix);
    }

    @Test
    void shouldRefuseToListAGroup() {
        final MacAddress group = MacAddress.parse(GROUP);
        assertEquals(List.of(
            "/ietf-interfaces:interfaces/interface[name='access']/mec-vswitch-ports:port/allowed-sources"),
            ConfigCheck.violations(guarded(sources(List.of(), List.of(), pair(group, "198.51.100.7")))).stream()
                .map(Violation::path).toList());
    }
}
