package io.mecvswitch.qos.airtime;

/**
 * A station of a virtual interface: its frames wait in its queue, and it takes turns with the interface's others. Lane.
 */
final class StationTurn extends Turn<StationTurn> {
    // set once by control
    /** Over all interfaces. */
    final int number;
    final VifTurn vif;
    // written by the lane only
    FrameCost cost;

    StationTurn(final int number, final VifTurn vif, final FrameCost cost, final long quantumNs) {
        super(quantumNs);
        this.number = number;
        this.vif = vif;
        this.cost = cost;
    }
}
