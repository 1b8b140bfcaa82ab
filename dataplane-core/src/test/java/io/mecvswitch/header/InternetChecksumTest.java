package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
    // Checksums of these packets computed with scapy 2.5.
    private static final String IPV6_UDP = "60000000 000b 11 40 20010db8000000000000000000000001"
        + "20010db8000000000000000000000002 0868 0868 000b 0000 616263";
    private static final String IPV4_UDP = "45000021 00000000 4011 0000 c0000201 c0000202"
        + "0868 0868 000d 0000 6162636465";

    @Test
    void shouldSumTheExampleOfRfc1071() {
        final MemorySegment example = Bytes.of("0001 f203 f4f5 f6f7");
        assertEquals(~0xddf2 & 0xffff, InternetChecksum.of(example, 0, 8));
    }

    @Test
    void shouldUpdateTheExampleOfRfc1624() {
        assertEquals(0x0000, InternetChecksum.update(0xdd2f, 0x5555, 0x3285));
    }

    @Test
    void shouldAgreeWithWordByWordSum() {
        final Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            final byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            final int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            assertEquals(wordByWord(bytes, from), InternetChecksum.of(MemorySegment.ofArray(bytes), from,
                bytes.length - from));
        }
    }

    @Test
    void shouldNotOverflowOnOnes() {
        final byte[] ones = new byte[65_535];
        Arrays.fill(ones, (byte) 0xff);
        assertEquals(wordByWord(ones, 0), InternetChecksum.of(MemorySegment.ofArray(ones), 0, ones.length));
    }

    private static int wordByWord(final byte[] bytes, final int from) {
        int sum = 0;
        for (int i = from; i < bytes.length; i++) {
            sum += (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    @Test
    void shouldComputeIpv4HeaderWhateverTheFieldHolds() {
        for (final String field : new String[] {"0000", "b861", "ffff"}) {
            final MemorySegment header = Bytes.of("4500 0073 0000 4000 4011" + field + "c0a80001 c0a800c7");
            assertEquals(0xb861, InternetChecksum.ipv4Header(header, 0));
        }
    }

    @Test
    void shouldCoverIpv4Options() {
        final MemorySegment header = Bytes.of("4600 0018 0000 0000 4011 0000 c0000201 c0000202 01010100");
        Ipv4.setChecksum(header, 0, InternetChecksum.ipv4Header(header, 0));
        assertEquals(0, InternetChecksum.of(header, 0, 24));
    }

    @Test
    void shouldComputeUdpOverIpv6() {
        final MemorySegment packet = Bytes.of(IPV6_UDP);
        final int checksum = InternetChecksum.udpOverIpv6(packet, 0, 40);
        assertEquals(0xcf30, checksum);
        Udp.setChecksum(packet, 40, checksum);
        assertEquals(checksum, InternetChecksum.udpOverIpv6(packet, 0, 40));
    }

    @Test
    void shouldComputeUdpOverIpv4() {
        assertEquals(0x4139, InternetChecksum.udpOverIpv4(Bytes.of(IPV4_UDP), 0, 20));
    }

    @Test
    void shouldNeverSayThatThereIsNoUdpChecksum() {
        final MemorySegment packet = Bytes.of(IPV6_UDP.replace("616263", "000000"));
        final int checksum = InternetChecksum.udpOverIpv6(packet, 0, 40);
        Wire.setU16(packet, 48, checksum);
        assertEquals(0xffff, InternetChecksum.udpOverIpv6(packet, 0, 40));
    }

    @Test
    void shouldUpdateAsIfComputedAnew() {
        final Random random = new Random(8);
        final MemorySegment header = Bytes.of("4500 0073 0000 4000 4011 0000 c0a80001 c0a800c7");
        for (int round = 0; round < 2_000; round++) {
            final int before = InternetChecksum.ipv4Header(header, 0);
            final int source = Ipv4.source(header, 0);
            final int length = Ipv4.totalLength(header, 0);
            Ipv4.setSource(header, 0, random.nextInt());
            Ipv4.setTotalLength(header, 0, random.nextInt(65_536));
            final int half = InternetChecksum.update32(before, source, Ipv4.source(header, 0));
            assertEquals(InternetChecksum.ipv4Header(header, 0),
                InternetChecksum.update(half, length, Ipv4.totalLength(header, 0)));
        }
    }
}
