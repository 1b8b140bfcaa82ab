package io.mecvswitch.vswitch;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.DataplaneConfig.Spread;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import java.util.ArrayList;
import java.util.List;

/** Finds what can't be honoured where several lines stand side by side: what has to see all packets at one place. */
final class LinesCheck {
    private static final String ADVICE = " Remove it, or run one line.";

    private final SwitchConfig config;
    private final DataplaneConfig layout;
    private final List<Violation> violations = new ArrayList<>();

    private LinesCheck(final SwitchConfig config) {
        this.config = config;
        this.layout = config.dataplane();
    }

    /**
     * @param rules those that were not checked before
     */
    static List<Violation> violations(final SwitchConfig config, final List<RuleConfig> rules) {
        final LinesCheck check = new LinesCheck(config);
        if (config.dataplane().lines() > 1) {
            check.layout();
            check.bridgesAndChains();
            check.waiting();
            rules.forEach(check::rule);
        }
        return check.violations;
    }

    private void say(final String path, final String message) {
        violations.add(new Violation(path, message));
    }

    private void layout() {
        if (layout.cutAfter().isPresent()) {
            say(ConfigPaths.DATAPLANE + "/lines", "A line is either cut into lanes where you say so, or there are"
                + " several of it. Remove cut-after or run-to-completion, or run one line.");
        }
        if (layout.workerCpus().size() > layout.lines()) {
            say(ConfigPaths.DATAPLANE + "/worker-cpu", "There are " + layout.workerCpus().size() + " processors for "
                + layout.lines() + " lines, and each line has one worker. Remove processors, or run more lines.");
        }
    }

    private void bridgesAndChains() {
        config.bridges().forEach(bridge -> say(ConfigPaths.bridge(bridge.name()),
            "A bridge domain learns all its stations at one place, and there are several lines." + ADVICE));
        if (!config.chains().chains().isEmpty()) {
            say(ConfigPaths.CHAINS, "A service function chain finds its flows again at one place, and there are several"
                + " lines." + ADVICE);
        }
    }

    private void waiting() {
        if (layout.spread() == Spread.DEVICE) {
            final String reason = "What is sent by the port waits at one place, and each of several lines sends by"
                + " itself. Let packets be spread by UE, or run one line.";
            config.qos().shapers().forEach(shaper -> say(ConfigPaths.shaper(shaper.port()), reason));
            config.radios().forEach(radio -> say(ConfigPaths.radio(radio.port()), reason));
        }
    }

    private void rule(final RuleConfig rule) {
        if (rule.action().entered().isPresent()) {
            say(ConfigPaths.rule(rule.name()), "The rule leads packets of all lines into one tunnel, whose packets go"
                + " by one line." + ADVICE);
        }
    }
}
