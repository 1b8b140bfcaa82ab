package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told of a port that drains, second by second. */
class DrainEventsTest {
    private static final Schema SCHEMA = ConfigLoader.ofServer().schema();

    private final StatusFile status = StatusFile.inMemory();
    private final List<String> told = new ArrayList<>();
    private long nowNs;
    private final DrainEvents events = new DrainEvents(status.reader(), () -> nowNs);

    /** What is told in so many seconds. */
    private List<String> look(final int seconds) {
        told.clear();
        for (int i = 0; i < seconds; i++) {
            nowNs += TimeUnit.SECONDS.toNanos(1);
            events.look(event -> {
                final StringBuilder out = new StringBuilder();
                DataWriter.append(out, new BranchBuilder(Branch.empty(SCHEMA.notifications()))
                    .container(event.name(), event.fill()).branch());
                told.add(out.toString().replaceAll(".*<interface>app</interface><state>(.*)</state>.*", "$1"));
            });
        }
        return List.copyOf(told);
    }

    private void send() {
        status.portCounters(0, "app", 0).txPackets().incrementRelease();
    }

    @Test
    void shouldTellWhenAPortIsDrainedAndWhenThatEnds() {
        send();
        assertEquals(List.of(), look(3));
        status.drainCounters(0, "app");
        assertEquals(List.of("draining"), look(1));
        send();
        assertEquals(List.of(), look(10));
        assertEquals(List.of("drained"), look(10));
        send();
        assertEquals(List.of("draining"), look(1));
        status.retainDrains(Set.of());
        assertEquals(List.of("ended"), look(2));
    }
}
