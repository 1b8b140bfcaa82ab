package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class PathTableTest {
    private static final long MACS = 0x0200_0000_0001_0211L;
    private static final long MAC_AND_TAGS = 0x2233_4455_2064_6065L;
    private static final long PORT_AND_TPIDS = 7L << 32 | 0x88a8_8100L;

    private final PathTable table = new PathTable(8);

    @Test
    void shouldGiveBackWhatItWasTold() {
        final int path = table.intern(MACS, MAC_AND_TAGS, PORT_AND_TPIDS);
        assertEquals(MACS, table.macs(path, false));
        assertEquals(MAC_AND_TAGS, table.macAndTags(path, false));
        assertEquals(7, table.port(path));
        assertEquals(0x88a8_8100, table.tpids(path));
    }

    @Test
    void shouldExchangeAddressesAndNotTagsOnTheWayBack() {
        final int path = table.intern(MACS, MAC_AND_TAGS, PORT_AND_TPIDS);
        assertEquals(0x0211_2233_4455_0200L, table.macs(path, true));
        assertEquals(0x0000_0001_2064_6065L, table.macAndTags(path, true));
    }

    @Test
    void shouldTellApartWhatDiffersInOneWord() {
        final int path = table.intern(MACS, MAC_AND_TAGS, PORT_AND_TPIDS);
        assertEquals(path, table.intern(MACS, MAC_AND_TAGS, PORT_AND_TPIDS));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            final PathTable other = new PathTable(8);
            final int first = other.intern(MACS, MAC_AND_TAGS, PORT_AND_TPIDS);
            assertNotEquals(first, other.intern(MACS ^ 1L << bit, MAC_AND_TAGS, PORT_AND_TPIDS));
            assertNotEquals(first, other.intern(MACS, MAC_AND_TAGS ^ 1L << bit, PORT_AND_TPIDS));
            assertNotEquals(first, other.intern(MACS, MAC_AND_TAGS, PORT_AND_TPIDS ^ 1L << bit));
        }
    }

    @Test
    void shouldKeepWhatItHasWhenFull() {
        for (int path = 0; path < 8; path++) {
            assertEquals(path, table.intern(path, 0, 0));
        }
        for (int more = 8; more < 100; more++) {
            assertEquals(PathTable.FULL, table.intern(more, 0, 0));
        }
        for (int path = 0; path < 8; path++) {
            assertEquals(path, table.intern(path, 0, 0));
        }
    }
}
