package io.mecvswitch.stage;

import io.mecvswitch.port.Port;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * A receive queue of the line.
 *
 * @param index   index of the port in the configuration
 * @param port    the device
 * @param queue   receive queue
 * @param packets counts what was received here
 * @param bytes   counts what was received here
 */
public record Input(int index, Port port, int queue, AtomicCounter packets, AtomicCounter bytes) { }
