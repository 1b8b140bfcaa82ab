package io.mecvswitch.vswitch;

import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.status.StatusFile;
import org.agrona.concurrent.NanoClock;

/**
 * What stages work with, whatever the configuration.
 *
 * @param memory     of packets
 * @param status     where counters are
 * @param clock      of the machine
 * @param tunnels    all bearers
 * @param exit       of packets that are dropped
 * @param vectorSize packets in a vector at most, copies included
 */
record Resources(PacketMemory memory, StatusFile status, NanoClock clock, TunnelTable tunnels, Exit exit,
    int vectorSize) { }
