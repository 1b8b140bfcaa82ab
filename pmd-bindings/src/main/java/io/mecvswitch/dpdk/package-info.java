/**
 * Where packets come from when they are real: DPDK devices and DPDK's packet buffers, through Java's foreign function
 * interface.
 *
 * <pre>
 *   lane ──▶ DpdkPort ──▶ NativeDpdk ══▶ libmecvswitch.so ──▶ librte_*.so ──▶ device
 *              columns of PacketBurst      (native/*.c)         driver
 * </pre>
 *
 * <p>{@link io.mecvswitch.dpdk.DpdkPortProvider} is the way in. It starts {@link io.mecvswitch.dpdk.Eal}, once in the
 * life of a process, with the arguments that {@code EalArguments} works out from the configuration and the machine:
 * hugepages where there are enough, ordinary memory where not. It makes {@link io.mecvswitch.dpdk.DpdkMemory}, the one
 * mempool, and opens a {@link io.mecvswitch.dpdk.DpdkPort} for each device, a PCI address or a virtual device;
 * {@code PciDevice} refuses those that the kernel still uses.
 *
 * <p>Then a lane calls: one downcall receives a burst into the arrays of a {@link io.mecvswitch.port.PacketBurst} and
 * one sends it. C fills and reads the arrays in place, so nothing is copied and nothing is allocated; the packets' own
 * bytes are read through {@link io.mecvswitch.dpdk.DpdkMemory#bytes()}.
 *
 * <p>The control thread opens and closes; a worker thread enters before it touches packets, which gives it a buffer
 * cache and its processor; EAL has a few threads of its own for interrupts and timers. {@code NativeDpdk} is the only
 * class that knows about native code. Read {@link io.mecvswitch.dpdk.DpdkPortProvider}, then {@code NativeDpdk} beside
 * {@code native/mecvswitch.h}.
 */
package io.mecvswitch.dpdk;
