package io.mecvswitch.dpdk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The C shim as Java sees it: every method handle of the project, one method for each.
 *
 * <p>{@code native/mecvswitch.h} says what the functions do; structs are read here by the offsets that the shim asserts
 * when it is compiled. Functions of the packet path are linked as <em>critical</em>: the thread stays in Java while it
 * runs C, which saves 8 ns a call and lets C fill Java arrays in place, and in exchange holds up safepoints, so none
 * of them may wait. All others are ordinary downcalls.
 *
 * <p>Results of {@code int} are 0 or a count, or a negative errno.
 */
final class NativeDpdk {
    private static final int NAME_LENGTH = 64;
    private static final long POOL_SIZE = 32;
    private static final long PORT_SETUP_SIZE = 32;
    private static final long PORT_INFO_SIZE = NAME_LENGTH + 40;
    private static final int PORT_STATISTICS = 8;
    private static final int LOG_LENGTH = 4096;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SHIM = NativeLibrary.load();
    private static final Linker.Option ON_HEAP = Linker.Option.critical(true);
    private static final Linker.Option BRIEF = Linker.Option.critical(false);

    private static final MethodHandle EAL_INIT = intFunction("mecv_eal_init", JAVA_INT, ADDRESS);
    private static final MethodHandle EAL_CLEANUP = intFunction("mecv_eal_cleanup");
    private static final MethodHandle ERROR_TEXT =
        function("mecv_error_text", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle LAST_LOG = function("mecv_last_log", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle THREAD_ENTER = intFunction("mecv_thread_enter", JAVA_INT);
    private static final MethodHandle THREAD_LEAVE = intFunction("mecv_thread_leave", JAVA_LONG);
    private static final MethodHandle KEEP_OFF = intFunction("mecv_keep_off", ADDRESS, JAVA_INT);
    private static final MethodHandle TSC = function("mecv_tsc", FunctionDescriptor.of(JAVA_LONG), BRIEF);
    private static final MethodHandle TSC_HZ = function("mecv_tsc_hz", FunctionDescriptor.of(JAVA_LONG));

    private static final MethodHandle POOL_CREATE =
        intFunction("mecv_pool_create", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle POOL_FREE =
        function("mecv_pool_free", FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle POOL_AVAILABLE = intFunction("mecv_pool_available", JAVA_LONG);
    private static final MethodHandle ALLOC_BULK = function("mecv_alloc_bulk",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT), ON_HEAP);
    private static final MethodHandle FREE_BULK = function("mecv_free_bulk",
        FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT), ON_HEAP);

    private static final MethodHandle PORT_ADD = intFunction("mecv_port_add", ADDRESS);
    private static final MethodHandle PORT_START = intFunction("mecv_port_start", JAVA_INT, ADDRESS);
    private static final MethodHandle PORT_REMOVE = intFunction("mecv_port_remove", JAVA_INT);
    private static final MethodHandle PORT_INFO = intFunction("mecv_port_info", JAVA_INT, ADDRESS);
    private static final MethodHandle PORT_LINK = intFunction("mecv_port_link", JAVA_INT);
    private static final MethodHandle PORT_STATS = intFunction("mecv_port_stats", JAVA_INT, ADDRESS);
    private static final MethodHandle PORT_XSTATS =
        intFunction("mecv_port_xstats", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

    private static final MethodHandle RX_BURST = function("mecv_rx_burst", FunctionDescriptor.of(JAVA_LONG,
        JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT), ON_HEAP);
    private static final MethodHandle RX_HANDLES = function("mecv_rx_handles",
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ON_HEAP);
    private static final MethodHandle DESCRIBE = function("mecv_describe",
        FunctionDescriptor.ofVoid(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT), ON_HEAP);
    private static final MethodHandle TX_BURST = function("mecv_tx_burst", FunctionDescriptor.of(JAVA_INT,
        JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_INT), ON_HEAP);

    private static final MethodHandle TX_HANDLES =
        function("mecv_tx_handles", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ON_HEAP);

    private static final MethodHandle TABLE_TAKE =
        function("mecv_table_take", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle TABLE_GIVE =
        function("mecv_table_give", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle PREFETCH_SLOTS = function("mecv_prefetch_slots",
        FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ON_HEAP);
    private static final MethodHandle PREFETCH_ROWS = function("mecv_prefetch_rows",
        FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), ON_HEAP);

    /**
     * A pool of packet buffers.
     *
     * @param address      of the rte_mempool
     * @param memory       from the first byte of any buffer to the last
     * @param bufferOffset from an mbuf to its buffer
     * @param bufferLength bytes of a buffer, headroom included
     */
    record Pool(long address, MemorySegment memory, int bufferOffset, int bufferLength) { }

    /**
     * What a device is.
     *
     * @param driver     DPDK's name of the driver
     * @param mac        in the low 48 bits
     * @param rxOffloads RTE_ETH_RX_OFFLOAD_ bits
     * @param txOffloads RTE_ETH_TX_OFFLOAD_ bits
     * @param maxMtu     by the driver's account, which a driver without an MTU of its own does not enforce
     * @param mtu        in force
     */
    record PortInfo(
        String driver, long mac, long rxOffloads, long txOffloads, int maxRxQueues, int maxTxQueues, int maxMtu,
        int mtu) { }

    private NativeDpdk() {
    }

    /** Links all functions, at its first call. */
    static void link() {
        // To have initialised this class is to have done it.
    }

    private static MethodHandle intFunction(final String name, final MemoryLayout... arguments) {
        return function(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    @SuppressWarnings("restricted") // The descriptors above were compared with mecvswitch.h.
    private static MethodHandle function(
        final String name, final FunctionDescriptor descriptor, final Linker.Option... options) {
        return LINKER.downcallHandle(SHIM.findOrThrow(name), descriptor, options);
    }

    // The packet path.

    /**
     * Packets in the low 16 bits; the longest of their lengths in the 16 above, and their sum in the highest 32, both 0
     * if a length is negative. {@code times} may be {@link MemorySegment#NULL}.
     */
    static long rxBurst(
        final int port, final int queue, final long base, final MemorySegment handles,
        final MemorySegment positions, final MemorySegment lengths, final MemorySegment times, final int capacity) {
        try {
            return (long) RX_BURST.invokeExact(port, queue, base, handles, positions, lengths, times, capacity);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** As {@link #rxBurst}, but columns are left out; what is 0 where lengths are not known means the same. */
    static long rxHandles(final int port, final int queue, final MemorySegment handles, final int capacity) {
        try {
            return (long) RX_HANDLES.invokeExact(port, queue, handles, capacity);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Fills the columns of the packets from one index to before another. */
    static void describe(final long base, final MemorySegment handles, final MemorySegment positions,
        final MemorySegment lengths, final int from, final int to) {
        try {
            DESCRIBE.invokeExact(base, handles, positions, lengths, from, to);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static int txBurst(
        final int port, final int queue, final long base, final MemorySegment handles,
        final MemorySegment positions, final MemorySegment lengths, final int count) {
        try {
            return (int) TX_BURST.invokeExact(port, queue, base, handles, positions, lengths, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** As {@link #txBurst}, of packets that lie where they were received. */
    static int txHandles(final int port, final int queue, final MemorySegment handles, final int count) {
        try {
            return (int) TX_HANDLES.invokeExact(port, queue, handles, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static int allocate(final long pool, final MemorySegment handles, final int count) {
        try {
            return (int) ALLOC_BULK.invokeExact(pool, handles, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static void free(final MemorySegment handles, final int from, final int count) {
        try {
            FREE_BULK.invokeExact(handles, from, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static long tsc() {
        try {
            return (long) TSC.invokeExact();
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static void prefetchSlots(
        final MemorySegment slots, final int mask, final int wanted, final MemorySegment hashes, final int count) {
        try {
            PREFETCH_SLOTS.invokeExact(slots, mask, wanted, hashes, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static void prefetchRows(final long table, final int shift, final MemorySegment rows, final int count) {
        try {
            PREFETCH_ROWS.invokeExact(table, shift, rows, count);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    // Tables.

    /** Zeroed memory, given back when nobody refers to it; throws a {@link DpdkException} if there is none. */
    @SuppressWarnings("restricted") // The length is the one that was asked for, and it lives until it is given back.
    static MemorySegment takeTable(final long length) {
        try {
            final long address = (long) TABLE_TAKE.invokeExact(length);
            DpdkException.check((int) Math.min(address, 0));
            return MemorySegment.ofAddress(address).reinterpret(length, Arena.ofAuto(),
                table -> giveTable(table.address(), length));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    private static void giveTable(final long address, final long length) {
        try {
            TABLE_GIVE.invokeExact(address, length);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    // The process and its threads.

    /** The arguments stay where they are: DPDK keeps pointers to them. */
    static int ealInit(final List<String> arguments) {
        final Arena arena = Arena.global();
        final MemorySegment argv = arena.allocate(ADDRESS, arguments.size() + 1);
        for (int i = 0; i < arguments.size(); i++) {
            argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
        }
        try {
            return (int) EAL_INIT.invokeExact(arguments.size(), argv);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static int ealCleanup() {
        try {
            return (int) EAL_CLEANUP.invokeExact();
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** The text for a negative errno. */
    static String errorText(final int error) {
        try {
            return text((MemorySegment) ERROR_TEXT.invokeExact(-error), NAME_LENGTH * 4);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Lines that DPDK logged during the last EAL start, port add or port start. */
    static List<String> lastLog() {
        try {
            return text((MemorySegment) LAST_LOG.invokeExact(), LOG_LENGTH).lines().toList();
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** Confines all threads to processors but these; returns 0 or a negative errno. */
    static int keepOff(final int[] cpus) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) KEEP_OFF.invokeExact(arena.allocateFrom(JAVA_INT, cpus), cpus.length);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static int threadEnter(final int cpu) {
        try {
            return (int) THREAD_ENTER.invokeExact(cpu);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static int threadLeave(final long pool) {
        try {
            return (int) THREAD_LEAVE.invokeExact(pool);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static long tscHz() {
        try {
            return (long) TSC_HZ.invokeExact();
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    // Packet buffers.

    /** A pool of {@code count} buffers of {@code length} bytes; throws a {@link DpdkException} if there is none. */
    static Pool createPool(final String name, final int count, final int cache, final int length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment out = arena.allocate(POOL_SIZE, Long.BYTES);
            DpdkException.check(
                (int) POOL_CREATE.invokeExact(arena.allocateFrom(name), count, cache, length, out));
            final long lowest = out.get(JAVA_LONG, 8);
            return new Pool(out.get(JAVA_LONG, 0), memory(lowest, out.get(JAVA_LONG, 16) - lowest),
                out.get(JAVA_INT, 24), out.get(JAVA_INT, 28));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    @SuppressWarnings("restricted") // The bounds come from the pool itself, which lives until it is freed.
    private static MemorySegment memory(final long address, final long length) {
        return MemorySegment.ofAddress(address).reinterpret(length);
    }

    static void freePool(final long pool) {
        try {
            POOL_FREE.invokeExact(pool);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static int available(final long pool) {
        try {
            return (int) POOL_AVAILABLE.invokeExact(pool);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    // Devices.

    /** The id of the port. */
    static int addPort(final String devargs) {
        try (Arena arena = Arena.ofConfined()) {
            return DpdkException.check((int) PORT_ADD.invokeExact(arena.allocateFrom(devargs)));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static void startPort(
        final int port, final long pool, final int rxQueues, final int txQueues, final int descriptors, final int mtu,
        final boolean promiscuous) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment setup = arena.allocate(PORT_SETUP_SIZE, Long.BYTES);
            setup.set(JAVA_LONG, 0, pool);
            setup.set(JAVA_INT, 8, rxQueues);
            setup.set(JAVA_INT, 12, txQueues);
            setup.set(JAVA_INT, 16, descriptors);
            setup.set(JAVA_INT, 20, mtu);
            setup.set(JAVA_INT, 24, promiscuous ? 1 : 0);
            DpdkException.check((int) PORT_START.invokeExact(port, setup));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static int removePort(final int port) {
        try {
            return (int) PORT_REMOVE.invokeExact(port);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static PortInfo portInfo(final int port) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment out = arena.allocate(PORT_INFO_SIZE, Long.BYTES);
            DpdkException.check((int) PORT_INFO.invokeExact(port, out));
            final MemorySegment numbers = out.asSlice(NAME_LENGTH);
            return new PortInfo(out.getString(0, StandardCharsets.UTF_8),
                numbers.get(JAVA_LONG, 0), numbers.get(JAVA_LONG, 8), numbers.get(JAVA_LONG, 16),
                numbers.get(JAVA_INT, 24), numbers.get(JAVA_INT, 28), numbers.get(JAVA_INT, 32),
                numbers.get(JAVA_INT, 36));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean linkUp(final int port) {
        try {
            return (int) PORT_LINK.invokeExact(port) == 1;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** In the order of {@code PortStatistics}. */
    static long[] statistics(final int port) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment out = arena.allocate(JAVA_LONG, PORT_STATISTICS);
            DpdkException.check((int) PORT_STATS.invokeExact(port, out));
            return out.toArray(JAVA_LONG);
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** What the driver counts beyond the common statistics, by its own names. */
    static Map<String, Long> extendedStatistics(final int port) {
        try (Arena arena = Arena.ofConfined()) {
            final int capacity = DpdkException.check(
                (int) PORT_XSTATS.invokeExact(port, MemorySegment.NULL, MemorySegment.NULL, 0));
            final MemorySegment names = arena.allocate((long) capacity * NAME_LENGTH);
            final MemorySegment values = arena.allocate(JAVA_LONG, capacity);
            final int count = DpdkException.check((int) PORT_XSTATS.invokeExact(port, names, values, capacity));
            final Map<String, Long> statistics = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(count, capacity); i++) {
                statistics.put(names.getString((long) i * NAME_LENGTH), values.getAtIndex(JAVA_LONG, i));
            }
            return statistics;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    @SuppressWarnings("restricted") // The shim ends its texts with a zero within this length.
    private static String text(final MemorySegment address, final int length) {
        return address.reinterpret(length).getString(0);
    }

    private static RuntimeException unexpected(final Throwable e) {
        switch (e) {
            case final RuntimeException exception -> {
                return exception;
            }
            case final Error error -> throw error;
            default -> throw new AssertionError("a downcall throws no checked exception", e);
        }
    }
}
