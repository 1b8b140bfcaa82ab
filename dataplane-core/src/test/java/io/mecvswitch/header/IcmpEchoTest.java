package io.mecvswitch.header;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class IcmpEchoTest {
    // scapy 2.5: ICMP(type=8, id=0xfedc, seq=0x8001)
    private static final MemorySegment REQUEST = Bytes.of("0800 7921 fedc 8001");

    @Test
    void shouldReadFields() {
        final long word = IcmpEcho.word0(REQUEST, 0);
        assertEquals(IcmpEcho.REQUEST << 8, IcmpEcho.typeAndCode(word));
        assertEquals(0xfedc, IcmpEcho.identifier(word));
        assertEquals(0x8001, IcmpEcho.sequence(word));
    }

    @Test
    void shouldWriteWhatItReads() {
        final MemorySegment message = Bytes.zeros(8);
        IcmpEcho.setWord0(message, 0, IcmpEcho.word0(IcmpEcho.REQUEST, 0xfedc, 0x8001));
        IcmpEcho.setChecksum(message, 0, InternetChecksum.of(message, 0, IcmpEcho.HEADER_LENGTH));
        assertEquals(Bytes.text(REQUEST), Bytes.text(message));
    }
}
