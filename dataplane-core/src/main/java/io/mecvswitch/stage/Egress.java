package io.mecvswitch.stage;

import io.mecvswitch.port.Port;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * A transmit queue of the line.
 *
 * @param port      the device
 * @param queue     transmit queue, used by the transmitting lane alone
 * @param packets   counts what the device took
 * @param bytes     counts what the device took
 * @param latencyNs time in the switch of sampled packets that left here
 */
public record Egress(
    Port port, int queue, AtomicCounter packets, AtomicCounter bytes, SingleWriterRecorder latencyNs) { }
