/**
 * Where packets lie.
 *
 * <p>All buffers are one range of native memory, {@link io.mecvswitch.memory.PacketMemory}. A packet is a handle and a
 * position in that range; nothing in the packet path ever holds an object per packet. Devices of DPDK bring their own
 * memory, {@link io.mecvswitch.memory.ArrayMemory} serves tests and tools.
 *
 * <p>Large tables that packets are looked up in lie in {@link io.mecvswitch.memory.TableMemory}.
 *
 * <p>Buffers are taken by ports on receive, and given back by ports after transmission or by
 * {@link io.mecvswitch.stage.Exit} in bulk. Next: {@code port}.
 */
package io.mecvswitch.memory;
