package io.mecvswitch.vswitch.demo;

/** Something at the far end of a port: does what there is to do, without waiting. The simulation's thread. */
interface Station {
    /**
     * One round.
     *
     * @param nowNs monotonic time
     * @return frames received and sent
     */
    int step(long nowNs);
}
