package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.netconf.state.State;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Trees;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.CounterHistory;
import io.mecvswitch.status.StatusFile;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told of a status file whose counters are known. */
class SwitchStateTest {
    private static final ConfigLoader LOADER = ConfigLoader.ofServer();
    private static final Schema SCHEMA = LOADER.schema();
    private static final String CONFIG = """
        <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
          <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s%s%s%s</interfaces>
          <traffic-rules xmlns="urn:mec-vswitch:rules"><traffic-rule><name>r</name><priority>1</priority>
            <traffic-filter><name>f</name></traffic-filter><action>drop</action></traffic-rule></traffic-rules>
          <slices xmlns="urn:mec-vswitch:slices"><slice><plmn-id>001-01</plmn-id><gateway>172.16.0.1</gateway></slice>
          </slices>
          <qos xmlns="urn:mec-vswitch:qos"><limiter><name>l</name>
            <committed-information-rate>8000</committed-information-rate>
            <committed-burst-size>1500</committed-burst-size>
            </limiter></qos>
          <service-function-chains xmlns="urn:mec-vswitch:chains">
            <port-pair-group><name>g</name></port-pair-group><flow-classifier><name>fc</name></flow-classifier>
            <port-chain><name>c</name><port-pair-group>g</port-pair-group>
              <flow-classifier>fc</flow-classifier></port-chain>
          </service-function-chains>
          <bridge-domains xmlns="urn:mec-vswitch:bridges"><bridge-domain><name>b</name>
            <port><interface>bridged</interface></port></bridge-domain></bridge-domains>
          <gtpu xmlns="urn:mec-vswitch:gtpu"><endpoint><address>2001:db8::1</address><interface>core</interface>
            <peer><address>2001:db8::2</address><interface>core</interface><mac-address>02:00:00:00:00:01</mac-address>
            </peer></endpoint></gtpu>
          <airtime xmlns="urn:mec-vswitch:airtime"><radio><interface>access</interface><vif><name>city</name><id>1</id>
            <share>30</share></vif></radio></airtime>
        </config>
        """.formatted(port("access", "access"), port("core", "core"), port("bridged", "core"), port("gone", "core"));

    private final StatusFile status = StatusFile.inMemory();
    private Branch told;

    private static String port(final String name, final String role) {
        return WireFile.port(name, role, "net_null_" + name);
    }

    @BeforeEach
    void countAndTell() throws Exception {
        status.portCounters(0, "access", 0).rxPackets().getAndAddRelease(7);
        status.portCounters(0, "access", 1).rxPackets().getAndAddRelease(4);
        status.portCounters(0, "access", 0).rxBytes().getAndAddRelease(700);
        status.portCounters(1, "core", 0).txPackets().getAndAddRelease(9);
        status.ruleCounters("r").packets().getAndAddRelease(3);
        status.ruleCounters("r").bytes().getAndAddRelease(300);
        status.sliceCounters("001-01").packets().getAndAddRelease(5);
        status.limiterCounters("l").yellow().getAndAddRelease(8);
        status.ruleCounters("c/fc").packets().getAndAddRelease(20);
        status.ruleCounters("c/fc/reverse").packets().getAndAddRelease(2);
        status.chainCounters("c").entered().getAndAddRelease(22);
        status.chainCounters("c").id().setRelease(17);
        status.chainCounters("c").update(histogram(4_000));
        status.hopCounters("c forward g pp").in().getAndAddRelease(20);
        status.hopCounters("c forward g pp").out().getAndAddRelease(19);
        status.bridgeCounters("b").flooded().getAndAddRelease(6);
        status.pathCounters("2001:db8::1 2001:db8::2").state().setRelease(2);
        status.pathCounters("2001:db8::1 2001:db8::2").failures().setRelease(1);
        status.vifCounters("access city").attempts().getAndAddRelease(12);
        status.vifCounters("access city").successes().getAndAddRelease(9);
        status.dropCounters()[DropReason.UE_UNKNOWN.ordinal()].getAndAddRelease(2);
        status.laneCounters(0).vectors().getAndAddRelease(8);
        status.errorHandler().onError(new IllegalStateException("<broken>"));
        told = new State(SwitchState.of(status.reader(), new Baselines())).complete(
            Trees.of(LOADER.load("test", CONFIG.getBytes(StandardCharsets.UTF_8)).root()), SCHEMA, _ -> true);
    }

    private static Histogram histogram(final long ns) {
        final Histogram histogram = new Histogram(5);
        histogram.recordValue(ns);
        return histogram;
    }

    private void assertTold(final String xml) {
        final StringBuilder out = new StringBuilder();
        DataWriter.append(out, told);
        assertTrue(out.toString().contains(xml), () -> xml + " is not in " + out);
    }

    @Test
    void shouldTellHowFastCountersGrow() throws Exception {
        final AtomicLong nowMs = new AtomicLong(1_000_000);
        final CounterHistory history = new CounterHistory(status.reader());
        history.look(nowMs.get());
        status.portCounters(0, "access", 0).rxPackets().getAndAddRelease(50);
        status.portCounters(0, "access", 0).rxBytes().getAndAddRelease(5_000);
        status.hopCounters("c forward g pp").in().getAndAddRelease(20);
        status.limiterCounters("l").bytes().getAndAddRelease(100);
        nowMs.addAndGet(5_000);
        history.look(nowMs.get());
        final State state = new State(SwitchState.of(status.reader(), new Baselines()));
        RateState.of(history, nowMs::get).forEach(state::add);
        told = state.complete(
            Trees.of(LOADER.load("test", CONFIG.getBytes(StandardCharsets.UTF_8)).root()), SCHEMA, _ -> true);
        final String rates = " xmlns=\"urn:mec-vswitch:rates\">";
        assertTold("<octets>5700</octets><packets-per-second" + rates + "10</packets-per-second><bits-per-second"
            + rates + "8000</bits-per-second><last-change" + rates + "1970-01-01T00:16:45Z</last-change></received>");
        assertTold("<packets-per-second" + rates + "4</packets-per-second></member>");
        assertTold("<bits-per-second" + rates + "160</bits-per-second>");
    }

    @Test
    void shouldTellHowOftenRadiosSendFrames() {
        assertTold("<lost-frames>0</lost-frames><attempts>12</attempts><successes>9</successes>");
    }

    @Test
    void shouldTellWhatChainsGiveApplicationsAndGetBack() {
        assertTold("<statistics><packets>22</packets><octets>0</octets></statistics>");
        assertTold("<statistics><chain-id>17</chain-id><entered>22</entered><left>0</left><latency><samples>1</samples>"
            + "<median>4000</median><p99>4000</p99><maximum>4000</maximum></latency>"
            + "<member><direction>forward</direction><port-pair-group>g</port-pair-group>"
            + "<port-pair>pp</port-pair><in>20</in>"
            + "<out>19</out><not-returned>1</not-returned></member></statistics>");
    }

    @Test
    void shouldTellOfPortsSummedOverQueues() {
        assertTold("<statistics><received><packets>11</packets><octets>700</octets></received>"
            + "<sent><packets>0</packets><octets>0</octets></sent></statistics>");
        assertTold("<in-octets>700</in-octets>");
        assertTold("<sent><packets>9</packets>");
        assertTold("<oper-status>not-present</oper-status>");
    }

    @Test
    void shouldTellOfWhatIsConfiguredByName() {
        assertTold("<name>r</name><statistics><packets>3</packets><octets>300</octets></statistics>");
        assertTold("<plmn-id>001-01</plmn-id><statistics><packets>5</packets><octets>0</octets></statistics>");
        assertTold("<flooded>6</flooded>");
        assertTold("<statistics><green>0</green><yellow>8</yellow><red>0</red><dropped>0</dropped><octets>0</octets>");
        assertTold("<path><state>down</state><requests>0</requests><responses>0</responses>"
            + "<failures>1</failures></path>");
    }

    @Test
    void shouldTellOfTheWhole() {
        assertTold("<packets><received>11</received><copied>0</copied><sent>9</sent><punted>0</punted>"
            + "<dropped>2</dropped><resting>0</resting></packets>");
        assertTold("<drop><reason>UE_UNKNOWN</reason><packets>2</packets><meaning>" + DropReason.UE_UNKNOWN.sentence()
            + "<");
        assertTold("<lane><number>0</number><vectors>8</vectors>");
        assertTold("&lt;broken&gt;");
    }

    @Test
    void shouldTellWhatTheModelSays() {
        assertSound(told);
    }

    private static void assertSound(final Branch branch) {
        for (final SchemaNode kind : branch.schema().children()) {
            for (final Node child : branch.children(kind)) {
                if (child instanceof Branch inner) {
                    assertSound(inner);
                } else if (child instanceof Value value) {
                    assertEquals(value.text(), value.schema().type().canonical(
                        new Lexical(value.text(), Lexical.Form.TEXT, SCHEMA::module)), kind.toString());
                }
            }
        }
    }
}
