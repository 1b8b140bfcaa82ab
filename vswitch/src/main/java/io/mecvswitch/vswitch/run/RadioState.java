package io.mecvswitch.vswitch.run;

import static io.mecvswitch.vswitch.run.SwitchState.value;

import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.vswitch.Radios;
import io.mecvswitch.vswitch.show.Sample;
import java.math.BigDecimal;

/** What {@link SwitchState} tells of radios. */
final class RadioState {
    private static final int NO_CEILING = 1_000_000;

    private RadioState() { }

    static void tell(final Sample sample, final BranchBuilder airtime) {
        airtime.each("radio", (port, radio) -> radio.each("vif", (name, vif) -> {
            final String label = Radios.label(port, name);
            if (sample.labels(CounterType.VIF_USED_NS).contains(label)) {
                vif.container("statistics", there -> vif(sample, label, there));
            }
        }));
    }

    private static void vif(final Sample sample, final String label, final BranchBuilder there) {
        value(there, "used-airtime", sample, CounterType.VIF_USED_NS, label);
        value(there, "backlogged-time", sample, CounterType.VIF_BACKLOGGED_NS, label);
        value(there, "frames", sample, CounterType.VIF_FRAMES, label);
        value(there, "octets", sample, CounterType.VIF_BYTES, label);
        value(there, "lost-frames", sample, CounterType.VIF_LOST, label);
        value(there, "attempts", sample, CounterType.VIF_ATTEMPTS, label);
        value(there, "successes", sample, CounterType.VIF_SUCCESSES, label);
        value(there, "estimated-frames", sample, CounterType.VIF_ESTIMATED, label);
        there.value("airtime-factor", decimal(value(sample, CounterType.VIF_FACTOR, label), 3));
        there.value("congestion", decimal(value(sample, CounterType.VIF_CONGESTION, label), 3));
        value(there, "received-airtime", sample, CounterType.VIF_RECEIVED_NS, label);
        value(there, "radio-time", sample, CounterType.VIF_RADIO_NS, label);
        there.value("estimated", Boolean.toString(value(sample, CounterType.VIF_TOLD, label) == 0));
        final long ceiling = value(sample, CounterType.VIF_CEILING, label);
        if (ceiling > 0 && ceiling < NO_CEILING) {
            there.value("ceiling", decimal(ceiling, 4));
        }
    }

    /** A whole number of parts by so many digits, as YANG's decimal64 is written. */
    static String decimal(final long value, final int digits) {
        final BigDecimal decimal = BigDecimal.valueOf(value, digits).stripTrailingZeros();
        return decimal.setScale(Math.max(1, decimal.scale())).toPlainString();
    }
}
