package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ArrayViewsTest {
    private final ArrayViews views = new ArrayViews();

    @Test
    void shouldRememberTheViewOfAnArray() {
        final long[] array = new long[4];
        assertSame(views.of(array), views.of(array));
    }

    @Test
    void shouldNeverGiveTheViewOfAnotherArray() {
        final long[][] arrays = new long[10_000][1];
        for (int round = 0; round < 2; round++) {
            for (final long[] array : arrays) {
                assertSame(array, views.of(array).heapBase().orElseThrow());
            }
        }
    }
}
