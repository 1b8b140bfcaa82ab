package io.mecvswitch.vswitch;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.ServiceGraph;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.WireConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short ways to say what tests configure of chains. */
final class ChainConfigs {
    private ChainConfigs() {
    }

    /** A wire, and so many applications with two ports each: in1, out1, in2, out2 … */
    static SwitchConfig site(final int applications, final List<BearerConfig> bearers) {
        final List<PortConfig> ports = new ArrayList<>(List.of(
            Configs.port("access", Role.ACCESS), Configs.port("core", Role.CORE)));
        for (int i = 1; i <= applications; i++) {
            ports.add(Configs.port("in" + i, Role.APPLICATION));
            ports.add(Configs.port("out" + i, Role.APPLICATION));
        }
        return new SwitchConfig(DataplaneConfig.DEFAULT, ports, List.of(new WireConfig("wire", "access", "core")),
            List.of(), bearers, GtpuConfig.NONE);
    }

    static Builder chains() {
        return new Builder();
    }

    static PortPair pair(final int application) {
        return new PortPair("pp" + application, "in" + application, "out" + application);
    }

    static PortPair aware(final int application, final Correlation correlation) {
        return new PortPair("pp" + application, "in" + application, "out" + application, correlation, 1, false);
    }

    static PortPairGroup group(final int application) {
        return new PortPairGroup("g" + application, List.of("pp" + application));
    }

    static FlowClassifier classifier(final String name, final FlowMatch match) {
        return new FlowClassifier(name, match);
    }

    /** Builds chains piece by piece. */
    static final class Builder {
        private final List<PortPair> pairs = new ArrayList<>();
        private final List<PortPairGroup> groups = new ArrayList<>();
        private final List<FlowClassifier> classifiers = new ArrayList<>();
        private final List<PortChain> chains = new ArrayList<>();
        private final List<ServiceGraph> graphs = new ArrayList<>();
        private Ambiguity ambiguity = Ambiguity.REJECT;

        /** Applications 1 to this, each with a pair and a group of its own. */
        Builder applications(final int count) {
            for (int i = 1; i <= count; i++) {
                pairs.add(pair(i));
                groups.add(group(i));
            }
            return this;
        }

        Builder with(final PortPair pair) {
            pairs.removeIf(other -> other.name().equals(pair.name()));
            pairs.add(pair);
            return this;
        }

        Builder with(final PortPairGroup group) {
            groups.removeIf(other -> other.name().equals(group.name()));
            groups.add(group);
            return this;
        }

        Builder with(final FlowClassifier classifier) {
            classifiers.add(classifier);
            return this;
        }

        Builder classifier(final String name, final FlowMatch match) {
            return with(new FlowClassifier(name, match));
        }

        /** One that also says where the opposite direction comes in. */
        Builder classifier(final String name, final FlowMatch match, final String destination) {
            return with(
                new FlowClassifier(name, FlowClassifier.DEFAULT_PRIORITY, match, Optional.of(destination)));
        }

        Builder with(final PortChain chain) {
            chains.removeIf(other -> other.name().equals(chain.name()));
            chains.add(chain);
            return this;
        }

        Builder with(final ServiceGraph graph) {
            graphs.add(graph);
            return this;
        }

        Builder ambiguity(final Ambiguity other) {
            ambiguity = other;
            return this;
        }

        ChainsConfig build() {
            return new ChainsConfig(ambiguity, 4_096, 300, List.copyOf(pairs), List.copyOf(groups),
                List.copyOf(classifiers), List.copyOf(chains), List.copyOf(graphs));
        }
    }
}
