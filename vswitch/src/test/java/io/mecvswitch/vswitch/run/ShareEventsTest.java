package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.status.VifCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose share of airtime is found missing in a status file, second by second. */
class ShareEventsTest {
    private static final Schema SCHEMA = ConfigLoader.ofServer().schema();
    private static final int SECOND_MS = 1_000;

    private final StatusFile status = StatusFile.inMemory();
    private final VifCounters city = vif("ap0 city", 300_000);
    private final VifCounters shop = vif("ap0 shop", 700_000);
    private final VifCounters elsewhere = vif("ap1 city", 500_000);
    private final List<String> told = new ArrayList<>();
    private long nowNs;
    private final ShareEvents events = new ShareEvents(status.reader(), () -> nowNs);

    private VifCounters vif(final String name, final int sharePpm) {
        final VifCounters vif = status.vifCounters(name);
        vif.share().setRelease(sharePpm);
        vif.ceiling().setRelease(1_000_000);
        return vif;
    }

    @BeforeEach
    void start() {
        assertEquals(List.of(), pass(1, 0, 0, 0));
    }

    /** What is told in so many seconds, in each of which the city has frames waiting and both take so much. */
    private List<String> pass(final int seconds, final int waitingMs, final int cityMs, final int shopMs) {
        told.clear();
        for (int i = 0; i < seconds; i++) {
            nowNs += TimeUnit.SECONDS.toNanos(1);
            city.backloggedNs().getAndAddRelease(TimeUnit.MILLISECONDS.toNanos(waitingMs));
            city.usedNs().getAndAddRelease(TimeUnit.MILLISECONDS.toNanos(cityMs));
            shop.usedNs().getAndAddRelease(TimeUnit.MILLISECONDS.toNanos(shopMs));
            elsewhere.usedNs().getAndAddRelease(TimeUnit.MILLISECONDS.toNanos(500));
            events.look(event -> {
                final StringBuilder out = new StringBuilder();
                DataWriter.append(out, new BranchBuilder(Branch.empty(SCHEMA.notifications()))
                    .container(event.name(), event.fill()).branch());
                told.add(out.toString().replaceAll(" xmlns=\"[^\"]*\"", ""));
            });
        }
        return List.copyOf(told);
    }

    private static String violation(final String received) {
        return "<sla-violation><interface>ap0</interface><vif>city</vif><share>30.0</share><received>" + received
            + "</received></sla-violation>";
    }

    /** Every ten seconds, as long as it is so. */
    @Test
    void shouldTellOfAShareThatIsMissed() {
        assertEquals(List.of(), pass(9, SECOND_MS, 200, 600));
        assertEquals(List.of(violation("25.0")), pass(1, SECOND_MS, 200, 600));
        assertEquals(List.of(), pass(9, SECOND_MS, 100, 700));
        assertEquals(List.of(violation("12.5")), pass(1, SECOND_MS, 100, 700));
        assertEquals(List.of(), pass(10, SECOND_MS, 300, 500));
    }

    @Test
    void shouldTellOfWhoGetsNothingAtAll() {
        assertEquals(List.of(violation("0.0")), pass(10, SECOND_MS, 0, 0));
    }

    @Test
    void shouldTolerateTwoPoints() {
        assertEquals(List.of(), pass(10, SECOND_MS, 281, 719));
        assertEquals(List.of(violation("27.9")), pass(10, SECOND_MS, 279, 721));
    }

    @Test
    void shouldTellNothingOfWhoWantsNoMore() {
        assertEquals(List.of(), pass(10, 890, 100, 700));
    }

    @Test
    void shouldTellNothingOfWhoHasACeilingAtEitherEnd() {
        city.ceiling().setRelease(100_000);
        assertEquals(List.of(), pass(10, SECOND_MS, 100, 700));
        city.ceiling().setRelease(1_000_000);
        assertEquals(List.of(), pass(10, SECOND_MS, 100, 700));
        assertEquals(List.of(violation("12.5")), pass(10, SECOND_MS, 100, 700));
    }

    @Test
    void shouldTakeTheLowerShareWhereItWasChanged() {
        city.share().setRelease(800_000);
        assertEquals(List.of(), pass(10, SECOND_MS, 300, 700));
    }

    /** Its counters begin anew, so nothing is known of the time before. */
    @Test
    void shouldTellNothingOfWhoBeganWithin() {
        pass(10, SECOND_MS, 300, 700);
        city.usedNs().setRelease(0);
        assertEquals(List.of(), pass(10, SECOND_MS, 10, 700));
    }
}
