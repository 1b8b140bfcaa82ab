package io.mecvswitch.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.stage.StageName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the documentation load, and both encodings mean the same. */
class ExamplesTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "1-pass-through", "2-local-breakout", "3-through-application", "4-sgi", "5-access-control", "6-limits",
        "7-airtime", "8-chain", "9-lines", "10-simulated-radio"})
    void shouldMeanTheSameInXmlAndJson(final String example) throws Exception {
        assertEquals(Configs.example(example + ".xml").config(), Configs.example(example + ".json").config());
    }

    @Test
    void shouldLoadPassThrough() throws Exception {
        final SwitchConfig config = Configs.example("1-pass-through.xml").config();

        assertEquals(List.of(new WireConfig("s1", "access0", "core0")), config.wires());
        assertEquals(List.of(Role.ACCESS, Role.CORE), config.ports().stream().map(port -> port.role()).toList());
        assertEquals(DataplaneConfig.DEFAULT, config.dataplane());
        assertTrue(config.rules().isEmpty() && config.bearers().isEmpty());
    }

    @Test
    void shouldLoadLocalBreakout() throws Exception {
        final SwitchConfig config = Configs.example("2-local-breakout.xml").config();

        assertEquals(Optional.of(MacAddress.parse("02:00:00:00:aa:01")), config.ports().get(2).peerMac());
        assertEquals(new RuleAction.ForwardDecapsulated("app0"), config.rules().getFirst().action());
        assertEquals(Optional.of(255), config.rules().getFirst().matches().getFirst().tunnel().messageType());
        assertEquals(Optional.of(IpPrefix.parse("203.0.113.0/24")),
            config.rules().get(1).matches().getFirst().inner().destination());
        assertEquals(List.of(4097L, 4098L), config.bearers().stream().map(BearerConfig::uplinkTeid).toList());
    }

    @Test
    void shouldLoadThroughApplication() throws Exception {
        final SwitchConfig config = Configs.example("3-through-application.xml").config();

        assertEquals(2, config.rules().getFirst().matches().size());
        assertEquals(OptionalInt.of(9), config.bearers().getFirst().qfi());
        assertEquals(Optional.of("001010000000009"), config.bearers().getFirst().imsi());
        assertEquals(Optional.of(List.of(StageName.CLASSIFY)), config.dataplane().cutAfter());
        assertEquals(List.of(2, 3), config.dataplane().workerCpus());
    }

    @Test
    void shouldLoadLines() throws Exception {
        final DataplaneConfig layout = Configs.example("9-lines.xml").config().dataplane();

        assertEquals(2, layout.lines());
        assertEquals(DataplaneConfig.Spread.UE, layout.spread());
        assertEquals(List.of(2, 3), layout.workerCpus());
        assertEquals(Optional.empty(), layout.cutAfter());
    }

    @Test
    void shouldLoadSgi() throws Exception {
        final SwitchConfig config = Configs.example("4-sgi.json").config();

        assertEquals(List.of(new WireConfig("sgi", "access0", "core0",
            List.of(IpPrefix.parse("10.45.0.0/16"), IpPrefix.parse("2001:db8:45::/48")))), config.wires());
        assertEquals(List.of(RuleConfig.FilterType.FLOW, RuleConfig.FilterType.PACKET),
            config.rules().stream().map(RuleConfig::filterType).toList());
        assertTrue(config.bearers().isEmpty());
    }

    @Test
    void shouldLoadAirtime() throws Exception {
        final RadioConfig radio = Configs.example("7-airtime.json").config().radios().getFirst();

        assertEquals(List.of(300_000, 700_000), radio.vifs().stream().map(RadioConfig.VifConfig::sharePpm).toList());
        assertEquals(new RadioConfig.RateConfig(RadioConfig.Standard.AX, 9, 2, 800, 32),
            radio.vifs().getFirst().stations().getFirst().rate());
        assertEquals(new RadioConfig.RateConfig(RadioConfig.Standard.A, 60, 1, 800, 1), radio.groupRate());
        assertEquals(Optional.of(new RadioConfig.CeilingConfig(625_000, 10_000, 0)), radio.vifs().getLast().ceiling());
    }
}
