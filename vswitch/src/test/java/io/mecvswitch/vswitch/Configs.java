package io.mecvswitch.vswitch;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.config.WireConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Short ways to say what tests configure. */
final class Configs {
    static final MacAddress APPLICATION_MAC = MacAddress.parse("02:00:5e:00:00:0a");
    static final MacAddress SWITCH_MAC = MacAddress.parse("02:00:5e:00:00:01");

    private Configs() {
    }

    static PortConfig port(final String name, final Role role) {
        return new PortConfig(name, role, "memory", true, 1_500, true, Optional.of(SWITCH_MAC),
            role == Role.APPLICATION ? Optional.of(APPLICATION_MAC) : Optional.empty());
    }

    /** An access and a core port on a wire, and an application. */
    static SwitchConfig wired(final List<RuleConfig> rules, final List<BearerConfig> bearers) {
        return new SwitchConfig(DataplaneConfig.DEFAULT,
            List.of(port("access", Role.ACCESS), port("core", Role.CORE), port("app", Role.APPLICATION)),
            List.of(new WireConfig("wire", "access", "core")), rules, bearers, GtpuConfig.NONE);
    }

    static SwitchConfig with(final SwitchConfig config, final UnaryOperator<List<RuleConfig>> rules) {
        return config.withRules(rules.apply(new ArrayList<>(config.rules())));
    }

    static RuleConfig rule(final String name, final int priority, final RuleAction action, final FlowMatch... matches) {
        return new RuleConfig(name, priority, List.of(matches), action);
    }

    static BearerConfig bearer(final String name, final String ue, final long uplinkTeid, final long downlinkTeid,
        final OptionalInt qfi) {
        return new BearerConfig(name, IpAddress.parse(ue), IpAddress.parse("192.0.2.100"), uplinkTeid,
            IpAddress.parse("192.0.2.1"), downlinkTeid, qfi, Optional.empty());
    }

    /** Asks for one thing at a time; combine with {@link Ask}. */
    static Ask ask() {
        return new Ask();
    }

    /** Builds a match field by field. */
    static final class Ask {
        private Optional<String> ingress = Optional.empty();
        private VlanMatch vlan = VlanMatch.ANY;
        private Optional<IpPrefix> outerSource = Optional.empty();
        private Optional<IpPrefix> outerDestination = Optional.empty();
        private Optional<ValueRange> teid = Optional.empty();
        private Optional<Integer> messageType = Optional.empty();
        private Optional<IpPrefix> innerSource = Optional.empty();
        private Optional<IpPrefix> innerDestination = Optional.empty();

        Ask ingress(final String port) {
            ingress = Optional.of(port);
            return this;
        }

        Ask vlan(final int id) {
            vlan = VlanMatch.of(id);
            return this;
        }

        Ask outerSource(final String prefix) {
            outerSource = Optional.of(IpPrefix.parse(prefix));
            return this;
        }

        Ask outerDestination(final String prefix) {
            outerDestination = Optional.of(IpPrefix.parse(prefix));
            return this;
        }

        Ask teid(final long value) {
            teid = Optional.of(ValueRange.of(value));
            return this;
        }

        Ask messageType(final int type) {
            messageType = Optional.of(type);
            return this;
        }

        Ask innerSource(final String prefix) {
            innerSource = Optional.of(IpPrefix.parse(prefix));
            return this;
        }

        Ask innerDestination(final String prefix) {
            innerDestination = Optional.of(IpPrefix.parse(prefix));
            return this;
        }

        FlowMatch match() {
            final EthernetMatch any = EthernetMatch.ANY;
            return new FlowMatch(ingress,
                new EthernetMatch(any.source(), any.destination(), vlan, any.innerVlan(), any.etherType()),
                IpMatch.between(outerSource, outerDestination), new TunnelMatch(teid, messageType, Optional.empty()),
                IpMatch.between(innerSource, innerDestination));
        }
    }
}
