package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.WireConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartReportTest {
    @Test
    void shouldSayHowToConfigureAnEmptySwitch() {
        assertTrue(StartReport.of(SwitchConfig.EMPTY).getFirst().contains("run --config FILE"));
    }

    @Test
    void shouldSayForEveryPortWhatBecomesOfItsPackets() {
        final SwitchConfig config = new SwitchConfig(DataplaneConfig.DEFAULT,
            List.of(port("radio", Role.ACCESS), port("core", Role.CORE), port("app", Role.APPLICATION),
                port("spare", Role.ACCESS)),
            List.of(new WireConfig("wire", "radio", "core")),
            List.of(rule("local", new RuleAction.ForwardDecapsulated("app")),
                rule("tap", new RuleAction.Duplicate("spare", Optional.empty())),
                rule("probe", new RuleAction.DuplicateDecapsulated("app", Optional.of("core")))),
            List.of(), GtpuConfig.NONE);

        final String rule = ", unless a rule says otherwise: local decapsulates to app, tap copies to spare, "
            + "probe copies decapsulated to app, forwards to core.";
        assertEquals(List.of(
            "Port radio (access side, net_null_radio): passes to core" + rule,
            "Port core (core side, net_null_core): passes to radio" + rule,
            "Port app (application side, net_null_app): what comes from it goes into the bearer of its UE" + rule,
            "Port spare (access side, net_null_spare): drops, as it is in no wire" + rule), StartReport.of(config));
    }

    @Test
    void shouldSayWhereFlowsAreAndWhereThereAreNoTunnels() {
        final FlowMatch any = FlowMatch.ANY;
        final SwitchConfig config = new SwitchConfig(DataplaneConfig.DEFAULT,
            List.of(port("radio", Role.ACCESS), port("core", Role.CORE), port("app", Role.APPLICATION)),
            List.of(new WireConfig("wire", "radio", "core").withUes(List.of(IpPrefix.parse("10.45.0.0/16")))),
            List.of(new RuleConfig("through", 0, List.of(any.from("radio")), new RuleAction.ForwardDecapsulated("app"))
                .withFilterType(RuleConfig.FilterType.FLOW)),
            List.of(), GtpuConfig.NONE);
        final String rule = ", unless a rule says otherwise: through decapsulates to app.";
        assertEquals(List.of(
            "Port radio (access side, net_null_radio): passes to core" + rule,
            "Port core (core side, net_null_core): passes to radio" + rule,
            "Port app (application side, net_null_app): what comes from it goes into the bearer of its UE, or its way"
                + " without tunnels."), StartReport.of(config));
    }

    private static RuleConfig rule(final String name, final RuleAction action) {
        return new RuleConfig(name, 0, List.of(FlowMatch.ANY), action);
    }

    private static PortConfig port(final String name, final Role role) {
        return new PortConfig(name, role, "net_null_" + name, true, 1_500, true, Optional.empty(), Optional.empty());
    }
}
