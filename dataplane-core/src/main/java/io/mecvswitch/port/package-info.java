/**
 * Where packets come in and go out.
 *
 * <p>A {@link io.mecvswitch.port.Port} moves a {@link io.mecvswitch.port.PacketBurst} per call: columns of handles,
 * positions and lengths, which native code fills and reads in place. Lanes call {@code rxBurst} and {@code txBurst} of
 * the queues they own; all else belongs to control.
 *
 * <p>A {@link io.mecvswitch.port.PortProvider} opens ports: of DPDK devices at run time, of
 * {@link io.mecvswitch.port.MemoryPort}s where no device is wanted. Whatever the implementation, it passes one contract
 * test. Messages that the switch itself has to say come in by {@link io.mecvswitch.port.MessageSource}s, as if they
 * were received. Next: {@code stage}.
 */
package io.mecvswitch.port;
