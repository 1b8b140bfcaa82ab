package io.mecvswitch.vswitch.demo;

import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.CounterValue;
import io.mecvswitch.status.DistinctError;
import io.mecvswitch.status.StatusSnapshot;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What happened in the demo, per scenario, and whether it is what should have.
 *
 * @param scenarios   judged
 * @param last        counters after the switch has stopped
 * @param errors      of the switch and the simulation
 * @param buffersLost packet buffers that did not come back
 * @param folder      where captures and configuration are
 */
record DemoReport(List<Scenario> scenarios, StatusSnapshot last, List<DistinctError> errors, int buffersLost,
    Path folder) {

    /** Whether everything held. */
    boolean passed() {
        return scenarios.stream().allMatch(Scenario::passed) && Conservation.of(last).holds() && errors.isEmpty()
            && buffersLost == 0;
    }

    /** Writes it for people. */
    void print(final PrintWriter out) {
        scenarios.forEach(scenario -> print(out, scenario));
        out.println();
        out.println("Packets: " + Conservation.of(last));
        printDrops(out);
        out.println("Packet buffers that did not come back: " + buffersLost);
        errors.forEach(error -> out.println("Error, " + error.count() + " times: " + error.text().strip()));
        out.println();
        printWireshark(out);
        out.println();
        out.println(passed() ? "PASS: all scenarios" : "FAIL: see above");
        out.flush();
    }

    private static void print(final PrintWriter out, final Scenario scenario) {
        out.println();
        out.println((scenario.passed() ? "PASS  " : "FAIL  ") + scenario.title());
        for (final Check check : scenario.checks()) {
            out.println((check.passed() ? "        " : "   FAIL ") + check.what() + ": " + check.figures());
        }
        out.println("        Wireshark: " + scenario.filter());
    }

    private void printDrops(final PrintWriter out) {
        final List<CounterValue> drops =
            last.of(CounterType.DROPPED).stream().filter(reason -> reason.value() > 0).toList();
        if (drops.isEmpty()) {
            out.println("Dropped: none");
        }
        drops.forEach(reason -> out.println("Dropped " + reason.value() + ": " + reason.label() + ", "
            + DropReason.valueOf(reason.label()).sentence()));
    }

    private void printWireshark(final PrintWriter out) {
        out.println("Both directions of every port were captured (the start, and what followed the change):");
        out.println("  wireshark " + folder.resolve("access.pcap") + "      or core.pcap, edge.pcap, inline.pcap");
        out.println("With scenario 2's display filter core.pcap shows nothing,"
            + " with scenario 3's it shows DSCP EF inside the tunnels.");
    }
}
