package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.chaining.MemberState;
import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is noticed in a status file, second by second. */
class SwitchEventsTest {
    private static final Schema SCHEMA = ConfigLoader.ofServer().schema();

    private final StatusFile status = StatusFile.inMemory();
    private final List<String> told = new ArrayList<>();
    private long nowNs;
    private final SwitchEvents events = new SwitchEvents(status.reader(), () -> nowNs);

    @BeforeEach
    void start() {
        status.deviceCounters(0, "core").link().setRelease(1);
        assertEquals(List.of("<switch-started><start-time/></switch-started>"), look(1));
    }

    /** What is told in so many seconds. */
    private List<String> look(final int seconds) {
        told.clear();
        for (int i = 0; i < seconds; i++) {
            nowNs += TimeUnit.SECONDS.toNanos(1);
            events.look(event -> {
                final StringBuilder out = new StringBuilder();
                DataWriter.append(out, new BranchBuilder(Branch.empty(SCHEMA.notifications()))
                    .container(event.name(), event.fill()).branch());
                told.add(out.toString().replaceAll(" xmlns=\"[^\"]*\"", "")
                    .replaceAll("<start-time>[^<]*</start-time>", "<start-time/>")
                    .replaceAll("<meaning>[^<]*</meaning>", ""));
            });
        }
        return List.copyOf(told);
    }

    @Test
    void shouldTellOfLinksThatChange() {
        assertEquals(List.of(), look(2));
        status.deviceCounters(0, "core").link().setRelease(0);
        assertEquals(List.of("<link-state><interface>core</interface><oper-status>down</oper-status></link-state>"),
            look(2));
        status.deviceCounters(0, "core").link().setRelease(1);
        assertEquals(List.of("<link-state><interface>core</interface><oper-status>up</oper-status></link-state>"),
            look(2));
    }

    @Test
    void shouldTellOfALinkThatComes() {
        status.deviceCounters(1, "access").link().setRelease(1);
        assertEquals(List.of("<link-state><interface>access</interface><oper-status>up</oper-status></link-state>"),
            look(2));
    }

    @Test
    void shouldTellOfPathsOnceTheyAreKnown() {
        status.pathCounters("172.16.0.1 172.16.0.2").state().setRelease(0);
        assertEquals(List.of(), look(1));
        status.pathCounters("172.16.0.1 172.16.0.2").state().setRelease(1);
        assertEquals(List.of("<path-state><endpoint>172.16.0.1</endpoint><peer>172.16.0.2</peer><state>up"
            + "</state></path-state>"),
            look(2));
        status.pathCounters("172.16.0.1 172.16.0.2").state().setRelease(2);
        assertEquals(
            List.of("<path-state><endpoint>172.16.0.1</endpoint><peer>172.16.0.2</peer><state>down</state>"
                + "</path-state>"),
            look(1));
    }

    @Test
    void shouldTellOfMembersOfGroups() {
        status.memberCounters("firewalls fw1").state().setRelease(MemberState.UP.ordinal());
        look(1);
        status.memberCounters("firewalls fw1").state().setRelease(MemberState.DOWN.ordinal());
        assertEquals(List.of("<member-state><group>firewalls</group><port-pair>fw1</port-pair><state>down</state>"
            + "</member-state>"), look(2));
    }

    /** At once, and then what was counted in ten seconds. */
    @Test
    void shouldTellOfDropsWithoutRepeatingItself() {
        drop(DropReason.UE_UNKNOWN, 3);
        assertEquals(List.of(bearerError(3)), look(1));
        drop(DropReason.UE_UNKNOWN, 1);
        assertEquals(List.of(), look(5));
        drop(DropReason.UE_UNKNOWN, 1);
        assertEquals(List.of(), look(4));
        assertEquals(List.of(bearerError(2)), look(1));
        assertEquals(List.of(), look(20));
    }

    private void drop(final DropReason reason, final int packets) {
        status.dropCounters()[reason.ordinal()].getAndAddRelease(packets);
    }

    private static String bearerError(final int packets) {
        return "<bearer-error><reason>UE_UNKNOWN</reason><packets>" + packets + "</packets></bearer-error>";
    }

    @Test
    void shouldTellDropsOfBearersFromOthersAndNothingOfWhatWasConfigured() {
        drop(DropReason.RULE_DROP, 100);
        drop(DropReason.PROBE_ANSWERED, 9);
        drop(DropReason.NO_BUFFER, 2);
        assertEquals(
            List.of("<packets-dropped><reason>NO_BUFFER</reason><packets>2</packets></packets-dropped>"), look(1));
    }

    @Test
    void shouldTellOfOverload() {
        status.deviceCounters(0, "core").rxMissed().setRelease(5);
        assertEquals(List.of("<port-overload><interface>core</interface><packets>5</packets></port-overload>"),
            look(2));
    }

    @Test
    void shouldTellOfErrorsOnce() {
        status.errorHandler().onError(new IllegalStateException("broken"));
        assertEquals(
            List.of("<error-logged><text>java.lang.IllegalStateException: broken</text></error-logged>"), look(1));
        status.errorHandler().onError(new IllegalStateException("broken"));
        assertEquals(List.of(), look(2));
    }
}
