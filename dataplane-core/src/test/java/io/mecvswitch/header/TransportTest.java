package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class TransportTest {
    @Test
    void shouldReadUdp() {
        final long word = Udp.word0(Bytes.of("ff fe 08 68 80 01 fe dc"), 0);
        assertEquals(0xfffe, Udp.sourcePort(word));
        assertEquals(2152, Udp.destinationPort(word));
        assertEquals(0x8001, Udp.length(word));
        assertEquals(0xfedc, Udp.checksum(word));
        assertEquals(word, Udp.word0(0xfffe, 2152, 0x8001, 0xfedc));
    }

    @Test
    void shouldWriteUdp() {
        final MemorySegment header = Bytes.zeros(8);
        Udp.setWord0(header, 0, Udp.word0(0xffff, 0xfffe, 0xfffd, 0xfffc));
        assertEquals("ff ff ff fe ff fd ff fc", Bytes.text(header));
        Udp.setSourcePort(header, 0, 1);
        Udp.setDestinationPort(header, 0, 2);
        Udp.setLength(header, 0, 8);
        Udp.setChecksum(header, 0, 0x8000);
        assertEquals("00 01 00 02 00 08 80 00", Bytes.text(header));
    }

    @Test
    void shouldReadTcp() {
        final MemorySegment header = Bytes.of("c001 0050 89abcdef 00000000 f0 12 2000 fedc 0000");
        assertEquals(0xc001, Tcp.sourcePort(header, 0));
        assertEquals(80, Tcp.destinationPort(header, 0));
        assertEquals(0xc001_0050, Tcp.ports(header, 0));
        assertEquals(0x89ab_cdef, Tcp.sequence(header, 0));
        assertEquals(60, Tcp.headerLength(header, 0));
        assertEquals(Tcp.SYN | Tcp.ACK, Tcp.flags(header, 0));
        assertEquals(0xfedc, Tcp.checksum(header, 0));
    }

    @Test
    void shouldWriteTcp() {
        final MemorySegment header = Bytes.zeros(20);
        Tcp.setPorts(header, 0, 0xc001_0050);
        Tcp.setSequence(header, 0, 0x89ab_cdef);
        Tcp.setHeaderLength(header, 0, 60);
        Tcp.setFlags(header, 0, Tcp.FIN | Tcp.PSH | Tcp.RST);
        Tcp.setWindow(header, 0, 0x8000);
        Tcp.setChecksum(header, 0, 0xfedc);
        assertEquals("c0 01 00 50 89 ab cd ef 00 00 00 00 f0 0d 80 00 fe dc 00 00", Bytes.text(header));
    }
}
