package io.mecvswitch.dpdk;

import io.mecvswitch.memory.TableMemory;
import java.lang.foreign.MemorySegment;

/**
 * Table memory in huge pages where the kernel has some, apart from those that DPDK takes: one page of 2 MiB instead of
 * 512, so that a random look seldom waits for the page's address, too. A small table stays in ordinary pages. It needs
 * no port, and no DPDK that has begun.
 */
public final class HugeTableMemory extends TableMemory {
    @Override
    public MemorySegment take(final long length) {
        return NativeDpdk.takeTable(length);
    }

    @Override
    public void prefetchSlots(final MemorySegment slots, final int mask, final int wanted, final MemorySegment hashes,
        final int count) {
        NativeDpdk.prefetchSlots(slots, mask, wanted, hashes, count);
    }

    @Override
    public void prefetchRows(final MemorySegment table, final int shift, final MemorySegment rows, final int count) {
        NativeDpdk.prefetchRows(table.address(), shift, rows, count);
    }
}
