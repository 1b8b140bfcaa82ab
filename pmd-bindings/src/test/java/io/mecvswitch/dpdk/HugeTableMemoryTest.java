package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.memory.TableMemoryContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("dpdk")
class HugeTableMemoryTest extends TableMemoryContractTest {
    private static final long LENGTH = 5L << 20;
    private static final int COLLECTIONS = 1_000;

    private final TableMemory memory = new HugeTableMemory();

    @Override
    protected TableMemory memory() {
        return memory;
    }

    private static boolean isMapped(final long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().map(line -> line.split("[- ]"))
            .anyMatch(words -> Long.compareUnsigned(Long.parseUnsignedLong(words[0], 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(words[1], 16)) < 0);
    }

    @Test
    void shouldGiveBackWhatNobodyRefersTo() throws IOException {
        final long address = memory.take(LENGTH).address();
        boolean mapped = true;
        for (int k = 0; mapped && k < COLLECTIONS; k++) {
            System.gc();
            Thread.onSpinWait();
            mapped = isMapped(address);
        }
        assertFalse(mapped);
    }

    @Test
    void shouldSayWhatIsWrongWhereThereIsNoSuchMemory() {
        final DpdkException e = assertThrows(DpdkException.class, () -> memory.take(1L << 60));
        assertTrue(e.getMessage().contains("memory"), e.getMessage());
    }
}
