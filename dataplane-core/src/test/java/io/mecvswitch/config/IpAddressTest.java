package io.mecvswitch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as text. */
class IpAddressTest {
    @Test
    void shouldReadAndWriteIpv4LikeTheJdk() throws UnknownHostException {
        final Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            final int bits = random.nextInt() >>> random.nextInt(32);
            final String text = InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array()).getHostAddress();
            assertEquals(IpAddress.ofIpv4(bits), IpAddress.parse(text));
            assertEquals(text, IpAddress.ofIpv4(bits).toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"2001:DB8::0:1, 2001:db8::1", "::ffff:10.0.0.1, ::ffff:a00:1", "1:0:0:2::, 1:0:0:2::", "::, ::"})
    void shouldWriteIpv6AsRfc5952Says(final String text, final String canonical) {
        assertEquals(canonical, IpAddress.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.1000",
        "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "1.2.3.4/8", "a.b.c.d", "localhost", "1.2.3.x", "1:2", ":::", "1::2::3"})
    void shouldRefuseWhatIsNoAddress(final String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }
}
