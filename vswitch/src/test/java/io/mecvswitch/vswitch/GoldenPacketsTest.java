package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.traffic.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is taken out of tunnels and put into them equals, octet for octet, what an independent implementation makes of
 * the same fields: scapy 2.5.0, by {@code golden_gtpu.py} beside {@code golden-gtpu.txt}. Wireshark 4.0 finds nothing
 * to warn of in any of these frames.
 *
 * <p>IPv4 and IPv6 over IPv4 and IPv6, 4G and 5G, untagged, tagged and tagged twice.
 */
class GoldenPacketsTest {
    private static final int COMBINATIONS = 2 * 2 * 2 * 3;
    private static final List<Case> CASES = read();

    private record Case(String name, byte[] request, byte[] popped, byte[] answer, byte[] pushed) { }

    private static List<Case> read() {
        try (InputStream text = GoldenPacketsTest.class.getResourceAsStream("/golden-gtpu.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.US_ASCII).lines().map(GoldenPacketsTest::parse)
                .toList();
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Case parse(final String line) {
        final String[] words = line.split(" ");
        return new Case(
            words[0], Frames.hex(words[1]), Frames.hex(words[2]), Frames.hex(words[3]), Frames.hex(words[4]));
    }

    /** In the order and with the numbers of the script. */
    private static List<BearerConfig> bearers() {
        final List<BearerConfig> bearers = new ArrayList<>();
        for (int number = 1; number <= 8; number++) {
            final boolean outerIpv4 = number <= 4;
            final boolean flow = (number - 1 & 2) != 0;
            final IpAddress ue = IpAddress.parse((number & 1) == 1 ? "10.45.0." + number : "2001:db8:45::" + number);
            bearers.add(new BearerConfig("b" + number, ue, IpAddress.parse(outerIpv4 ? "192.0.2.100" : "2001:db8::100"),
                number, IpAddress.parse(outerIpv4 ? "192.0.2.1" : "2001:db8::1"), 100 + number,
                flow ? OptionalInt.of(9) : OptionalInt.empty(), Optional.empty()));
        }
        return bearers;
    }

    private static SteppedSwitch vswitch() {
        return new SteppedSwitch(Configs.wired(List.of(
            rule("edge", 10, new RuleAction.ForwardDecapsulated("app"), ask().ingress("access").match())), bearers()));
    }

    @Test
    void shouldHaveEveryCombination() {
        assertEquals(COMBINATIONS, CASES.stream().map(Case::name).distinct().count());
    }

    @TestFactory
    Stream<DynamicTest> shouldMakeTheOctetsOfScapy() {
        return CASES.stream().map(golden -> dynamicTest(golden.name, () -> {
            final SteppedSwitch vswitch = vswitch();
            vswitch.send("access", golden.request);
            assertFrame(golden.popped, vswitch.sent("app").getFirst());
            vswitch.send("app", golden.answer);
            assertFrame(golden.pushed, vswitch.sent("access").getFirst());
            vswitch.assertConserved();
        }));
    }
}
