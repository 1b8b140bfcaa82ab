package io.mecvswitch.vswitch.demo;

import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The configuration that the demo runs, as a file to look at and edit, and its change in mid-run. */
final class DemoConfig {
    private static final String RESOURCE = "switch.xml";
    private static final String SOCKET = "SOCKET";
    private static final int PRIORITY = 30;

    private DemoConfig() {
    }

    /** Writes it. Each process has sockets of its own, so that two demos don't meet. */
    static void write(final Path file) throws IOException {
        try (InputStream resource = DemoConfig.class.getResourceAsStream(RESOURCE)) {
            final String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            final String socket = "mec-vswitch-demo-" + ProcessHandle.current().pid();
            Files.writeString(file, text.replace(SOCKET, socket));
        }
    }

    /** The configuration after the change: one more rule, for the subscribers that move. */
    static SwitchConfig changed(final SwitchConfig config) {
        final List<FlowMatch> matches = Subscriber.ALL.stream()
            .filter(subscriber -> subscriber.treatment() == Treatment.MOVE).map(DemoConfig::requests).toList();
        final RuleConfig rule =
            new RuleConfig("move-to-edge", PRIORITY, matches, new RuleAction.ForwardDecapsulated("edge"));
        return config.withRules(Stream.concat(config.rules().stream(), Stream.of(rule)).toList());
    }

    private static FlowMatch requests(final Subscriber subscriber) {
        return new FlowMatch(Optional.of("access"), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY,
            IpMatch.between(Optional.of(host(subscriber.address())), Optional.of(host(subscriber.server()))));
    }

    private static IpPrefix host(final int ipv4) {
        return new IpPrefix(IpAddress.ofIpv4(ipv4), 32);
    }
}
