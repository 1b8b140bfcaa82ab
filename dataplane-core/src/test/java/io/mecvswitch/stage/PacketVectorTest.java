package io.mecvswitch.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PacketVectorTest {
    private static final int SIZE = 5;

    private final PacketVector vector = new PacketVector(SIZE);
    private final long[] handles = new long[SIZE];
    private final int[] reasons = new int[SIZE];

    /** Every column there is, so that one which is added later is not forgotten by the move. */
    private static List<Field> columns() {
        return Arrays.stream(PacketVector.class.getFields()).filter(field -> field.getType().isArray())
            .filter(field -> !field.getName().equals("verdict")).toList();
    }

    private Object column(final Field field) {
        return column(field, vector);
    }

    private static Object column(final Field field, final PacketVector of) {
        try {
            return field.get(of);
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private void fill() {
        final List<Field> columns = columns();
        for (int c = 0; c < columns.size(); c++) {
            for (int i = 0; i < SIZE; i++) {
                Array.setInt(column(columns.get(c)), i, 1_000 * c + i);
            }
        }
        vector.size = SIZE;
    }

    private void assertKept(final int... packets) {
        assertEquals(packets.length, vector.size);
        final List<Field> columns = columns();
        for (int c = 0; c < columns.size(); c++) {
            for (int i = 0; i < packets.length; i++) {
                assertEquals(1_000 * c + packets[i], Array.getLong(column(columns.get(c)), i),
                    columns.get(c).getName());
            }
        }
    }

    @Test
    void shouldKeepEveryColumnOfThoseWhoStay() {
        fill();
        vector.leave(0, DropReason.RULE_DROP);
        vector.leave(3, DropReason.NO_WIRE);
        assertEquals(2, vector.sweep(handles, reasons));
        assertKept(1, 2, 4);
    }

    @Test
    void shouldNameThoseWhoLeaveInOrder() {
        fill();
        final long[] before = vector.handle.clone();
        vector.leave(3, DropReason.NO_WIRE);
        vector.leave(0, DropReason.RULE_DROP);
        vector.sweep(handles, reasons);
        assertArrayEquals(new long[] {before[0], before[3]}, Arrays.copyOf(handles, 2));
        assertArrayEquals(new int[] {DropReason.RULE_DROP.ordinal(), DropReason.NO_WIRE.ordinal()},
            Arrays.copyOf(reasons, 2));
    }

    @Test
    void shouldLetTheFirstVerdictStand() {
        fill();
        vector.leave(1, DropReason.FRAGMENT);
        vector.leave(1, DropReason.RULE_DROP);
        assertEquals(1, vector.leavers);
        assertEquals(1, vector.sweep(handles, reasons));
        assertEquals(DropReason.FRAGMENT.ordinal(), reasons[0]);
    }

    @Test
    void shouldForgetVerdictsOnceSwept() {
        fill();
        vector.leave(4, DropReason.RULE_DROP);
        vector.sweep(handles, reasons);
        assertEquals(0, vector.leavers);
        assertTrue(Arrays.stream(vector.verdict).allMatch(verdict -> verdict == 0));
        assertEquals(0, vector.sweep(handles, reasons));
        assertKept(0, 1, 2, 3);
    }

    @Test
    void shouldMeasureItself() {
        fill();
        System.arraycopy(new int[] {60, 1_514, 64, 0, 100}, 0, vector.length, 0, SIZE);
        assertTrue(vector.measure());
        assertEquals(1_738, vector.octets);
        assertEquals(1_514, vector.longest);
        vector.length[3] = -1_600;
        assertFalse(vector.measure());
        assertFalse(vector.measured);
    }

    @Test
    void shouldNotTakeAPartForTheWhole() {
        fill();
        System.arraycopy(new int[] {60, 70, 80, 90, 100}, 0, vector.length, 0, SIZE);
        vector.moved = false;
        vector.measure();
        assertEquals(400, vector.octets(0, SIZE));
        assertEquals(300, vector.octets(0, 4));
        vector.leave(0, DropReason.RULE_DROP);
        vector.sweep(handles, reasons);
        assertEquals(340, vector.octets(0, 4));
        vector.measure();
        vector.pick(vector, new int[] {1, 3}, 2, Spreader.Columns.HEADERS);
        assertEquals(180, vector.octets(0, 2));
    }

    @Test
    void shouldTakeOverNoMoreThanIsRead() {
        fill();
        vector.splits = true;
        assertEquals(Set.of("handle", "position", "length", "timeNs", "egress", "pieces"),
            taken(Spreader.Columns.LEAVING));
        assertEquals(Set.of("handle", "position", "length", "timeNs", "link", "tunnel", "protocols", "offsets"),
            taken(Spreader.Columns.HEADERS));
    }

    private Set<String> taken(final Spreader.Columns read) {
        final PacketVector other = new PacketVector(SIZE);
        other.pick(vector, new int[] {1, 3}, 2, read);
        return columns().stream().filter(field -> Array.getLong(column(field, other), 1) != 0).map(Field::getName)
            .collect(Collectors.toSet());
    }

    @Test
    void shouldBecomeEmptyWhenAllLeave() {
        fill();
        for (int i = 0; i < SIZE; i++) {
            vector.leave(i, DropReason.STAGE_FAILED);
        }
        assertEquals(SIZE, vector.sweep(handles, reasons));
        assertEquals(0, vector.size);
    }
}
