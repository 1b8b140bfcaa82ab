package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.control.netconf.transport.NetconfClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code airtime-controller}: shares of airtime over several switches. */
@Command(
    name = "airtime-controller",
    description = "Keep tenants' shares of a Wi-Fi channel over the radios of several switches.",
    footer = {
        "",
        "It polls what tenants use of each radio over NETCONF, and sets ceilings where one has more than was agreed.",
        "They end by themselves after four periods, so nothing is left behind when it ends. A node that can't be"
        + " reached",
        "is tried again every period.",
        "",
        "Example:",
        "  mec-vswitch airtime-controller --node admin@192.0.2.1:830 --node admin@192.0.2.2:830 \\",
        "      --key ~/.ssh/id_ed25519 --tenant city=30 --tenant shop=70"
    })
public final class AirtimeControllerCommand implements Callable<Integer> {
    private static final Pattern NODE = Pattern.compile("([^@]+)@(?:\\[([^]]+)\\]|([^:]+)):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;
    private static final int MIN_STEP_MS = 50;
    private static final int MAX_STEP_MS = 250;

    @Spec
    private CommandSpec spec;

    @Option(names = "--node", required = true, paramLabel = "USER@ADDRESS:PORT",
        description = "A switch with a radio on the channel; once for each.")
    private List<String> nodes;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The user's private SSH key.")
    private Path key;

    @Option(names = "--known-hosts", paramLabel = "FILE", defaultValue = "${sys:user.home}/.ssh/known_hosts",
        description = "Host keys (default: ${DEFAULT-VALUE}). A switch that is not in it is added.")
    private Path knownHosts;

    @Option(names = "--tenant", required = true, paramLabel = "NAME=SHARE",
        description = "What was agreed with a tenant.")
    private Map<String, Double> tenants;

    @Option(names = "--period", paramLabel = "MS", defaultValue = "1000",
        description = "Time that is told about, in milliseconds (default: ${DEFAULT-VALUE}). Ceilings that are not"
            + " renewed end after four of them.")
    private long periodMs;

    @Option(names = "--step", paramLabel = "MS", defaultValue = "100",
        description = "Time between polls in milliseconds, 50 to 250 (default: ${DEFAULT-VALUE}). After each of them"
            + " ceilings are set anew; the longer it is, the more shares of a period are off by luck.")
    private long stepMs;

    @Option(names = "--periods", paramLabel = "N", defaultValue = "9223372036854775807", hidden = true,
        description = "End after so many.")
    private long periods;

    @Option(names = "--watch", description = "Tell what tenants have, and set nothing.")
    private boolean watches;

    @Override
    public Integer call() throws InterruptedException {
        check();
        final List<Node> all = nodes.stream().map(this::node).toList();
        try {
            new AirtimeController(all, new GlobalShares(tenants, stepMs / 1e3), stepMs, periodMs, watches, this::say)
                .run(periods);
            return 0;
        } finally {
            all.forEach(Node::close);
        }
    }

    private void check() {
        if (stepMs < MIN_STEP_MS || stepMs > MAX_STEP_MS || periodMs < stepMs) {
            throw new ParameterException(spec.commandLine(),
                "a step takes 50 to 250 ms, and no longer than a period");
        }
    }

    private Node node(final String node) {
        final Matcher parts = NODE.matcher(node);
        if (!parts.matches() || Integer.parseInt(parts.group(4)) > MAX_PORT) {
            throw new ParameterException(spec.commandLine(),
                "'" + node + "' is not USER@ADDRESS:PORT, such as admin@192.0.2.1:830");
        }
        return new Node(node, () -> connect(node, parts), this::say);
    }

    private NodeSession connect(final String node, final Matcher parts) throws IOException {
        final String address = parts.group(2) == null ? parts.group(3) : parts.group(2);
        return new NodeSession(node, NetconfClient.connect(
            new InetSocketAddress(address, Integer.parseInt(parts.group(4))), parts.group(1), key, knownHosts));
    }

    private void say(final String sentence) {
        spec.commandLine().getOut().println(sentence);
        spec.commandLine().getOut().flush();
    }
}
