package io.mecvswitch.traffic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorsTest {
    private static final int LONGEST_FRAME = 9_216;

    @Test
    void shouldGiveTheSameTrafficForTheSameSeed() {
        assertEquals(trafficHash(1), trafficHash(1));
        assertFalse(trafficHash(1) == trafficHash(2));
    }

    private static int trafficHash(final long seed) {
        final RandomTraffic traffic = new RandomTraffic(seed, RandomTraffic.bearers(16));
        int hash = 0;
        for (int i = 0; i < 1_000; i++) {
            hash = 31 * hash + Arrays.hashCode(traffic.next().frame());
        }
        return hash;
    }

    @Test
    void shouldMixAllKindsInBothDirections() {
        final RandomTraffic traffic = new RandomTraffic(1, RandomTraffic.bearers(16));
        final Set<RandomTraffic.Kind> uplink = EnumSet.noneOf(RandomTraffic.Kind.class);
        final Set<RandomTraffic.Kind> downlink = EnumSet.noneOf(RandomTraffic.Kind.class);
        for (int i = 0; i < 2_000; i++) {
            final RandomTraffic.Packet packet = traffic.next();
            (packet.uplink() ? uplink : downlink).add(packet.kind());
        }
        assertEquals(EnumSet.allOf(RandomTraffic.Kind.class), uplink);
        assertEquals(EnumSet.allOf(RandomTraffic.Kind.class), downlink);
    }

    @Test
    void shouldGiveEveryBearerTunnelsOfItsOwn() {
        final Set<Long> teids = new HashSet<>();
        RandomTraffic.bearers(1_000).forEach(bearer -> teids.add(bearer.uplinkTeid()));
        assertEquals(1_000, teids.size());
        assertTrue(teids.stream().anyMatch(teid -> teid > Integer.MAX_VALUE));
    }

    @Test
    void shouldCutFramesAfterEachOctet() {
        final MalformedFrames frames = new MalformedFrames(1);
        final byte[] first = MalformedFrames.sound().getFirst();
        for (int length = 0; length < first.length; length++) {
            assertArrayEquals(Arrays.copyOf(first, length), next(frames, MalformedFrames.Kind.TRUNCATED));
        }
        assertEquals(0, next(frames, MalformedFrames.Kind.TRUNCATED).length);
    }

    private static byte[] next(final MalformedFrames frames, final MalformedFrames.Kind kind) {
        byte[] frame = frames.next();
        while (frames.kind() != kind) {
            frame = frames.next();
        }
        return frame;
    }

    @Test
    void shouldBendFramesInEveryWayAndKeepThemSendable() {
        final MalformedFrames frames = new MalformedFrames(2);
        final Map<MalformedFrames.Kind, Set<Integer>> seen = new EnumMap<>(MalformedFrames.Kind.class);
        for (int i = 0; i < 50_000; i++) {
            final byte[] frame = frames.next();
            assertTrue(frame.length <= LONGEST_FRAME, frames.kind() + " is " + frame.length + " octets long");
            seen.computeIfAbsent(frames.kind(), _ -> new HashSet<>()).add(Arrays.hashCode(frame));
        }
        for (final MalformedFrames.Kind kind : MalformedFrames.Kind.values()) {
            assertTrue(seen.get(kind).size() > 15, kind + " gives " + seen.get(kind).size() + " different frames only");
        }
    }

    @Test
    void shouldGiveTheSameMalformedFramesForTheSameSeed() {
        final MalformedFrames one = new MalformedFrames(9);
        final MalformedFrames other = new MalformedFrames(9);
        for (int i = 0; i < 2_000; i++) {
            assertArrayEquals(one.next(), other.next());
        }
    }
}
