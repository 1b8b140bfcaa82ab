package io.mecvswitch.vswitch;

import io.mecvswitch.classifier.Depth;
import io.mecvswitch.classifier.KnownBits;
import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.gtpu.Expedite;
import io.mecvswitch.gtpu.MatchBearer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.stage.Transmit;
import io.mecvswitch.status.RuleCounters;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Says of a configuration where {@link Expedite} does what the line would do, and what that is. Control.
 *
 * @param config   the configuration
 * @param ruleset  its rules
 * @param counters of each rule, by name
 */
record ShortWay(SwitchConfig config, Ruleset ruleset, Function<String, RuleCounters> counters) {
    /** Stages that it replaces, and those that have nothing to do for what a rule pops that asks for nothing else. */
    private static final Set<StageName> ALLOWED = EnumSet.of(StageName.CLASSIFY, StageName.ANSWER, StageName.DUPLICATE,
        StageName.MATCH_BEARER, StageName.DECAPSULATE, StageName.POLICE, StageName.COUNT, StageName.STEER,
        StageName.ENCAPSULATE, StageName.REWRITE, StageName.TRANSMIT);
    private static final OptionalInt NO_RULE = OptionalInt.of(PacketVector.NO_RULE);

    /** Whether a line does nothing else to what is popped or pushed, and does it where the short way may begin. */
    boolean isOpen(final List<Stage> behindParse, final Placement placement) {
        return behindParse.stream().map(Stage::name).allMatch(ALLOWED::contains)
            && behindParse.stream().anyMatch(MatchBearer.class::isInstance)
            && behindParse.getLast() instanceof Transmit
            && placement.laneOf(StageName.PARSE) == placement.laneOf(StageName.DECAPSULATE)
            && config.qos().attachments().isEmpty() && !config.gtpu().ecn()
            && config.ports().stream().allMatch(port -> port.fit().maxMss().isEmpty());
    }

    /**
     * By port index: whether what an application sends there, and is ordinary, is pushed and nothing else.
     *
     * @param application by port index: whether an application is behind the port
     */
    boolean[] answers(final boolean[] application, final Placement placement) {
        final boolean[] answers = new boolean[application.length];
        final boolean pushes = placement.laneOf(StageName.PARSE) == placement.laneOf(StageName.ENCAPSULATE)
            && config.ports().stream().allMatch(port -> port.fit().tooBig() == FitConfig.TooBig.DROP);
        for (int port = 0; pushes && port < answers.length; port++) {
            answers[port] = application[port] && ruleset.ruleOf(KnownBits.ofDatagrams(port)).equals(NO_RULE);
        }
        return answers;
    }

    /** The stage that finds the rules; null if there is none. */
    static Stage classify(final List<Stage> behindParse) {
        return behindParse.stream().filter(stage -> stage.name() == StageName.CLASSIFY).findAny().orElse(null);
    }

    /**
     * By port index: whether ordinary G-PDUs are told apart by more than their port, and some rule pops.
     *
     * @param tunnelled by port index: whether UDP port 2152 means GTP-U there
     * @param decisions what {@link #decisions} says
     */
    boolean[] ruled(final boolean[] tunnelled, final Expedite.Decision[] decisions) {
        final boolean[] ruled = new boolean[tunnelled.length];
        final boolean pops = ruleset.depth() != Depth.TPDU && config.rules().stream().map(RuleConfig::action)
            .anyMatch(RuleAction.ForwardDecapsulated.class::isInstance);
        for (int port = 0; pops && port < ruled.length; port++) {
            ruled[port] = tunnelled[port] && decisions[port] == null
                && ruleset.ruleOf(KnownBits.ofGpdus(port)).isEmpty();
        }
        return ruled;
    }

    /**
     * What befalls the G-PDUs of each port; null where that is not known beforehand.
     *
     * @param tunnelled  by port index: whether UDP port 2152 means GTP-U there
     * @param indexes    of ports, by name
     * @param peerMacs   by port index: the application's Ethernet address
     * @param switchMacs by port index: the switch's own
     */
    Expedite.Decision[] decisions(final boolean[] tunnelled, final Map<String, Integer> indexes, final long[] peerMacs,
        final long[] switchMacs) {
        final Expedite.Decision[] decisions = new Expedite.Decision[tunnelled.length];
        for (int port = 0; port < decisions.length; port++) {
            final OptionalInt rule = tunnelled[port] ? ruleset.ruleOf(KnownBits.ofGpdus(port)) : OptionalInt.empty();
            if (rule.isPresent() && rule.getAsInt() != PacketVector.NO_RULE) {
                decisions[port] = decision(rule.getAsInt(), indexes, peerMacs, switchMacs);
            }
        }
        return decisions;
    }

    private Expedite.Decision decision(final int index, final Map<String, Integer> indexes, final long[] peerMacs,
        final long[] switchMacs) {
        final RuleConfig rule = ruleset.rule(index);
        if (!(rule.action() instanceof RuleAction.ForwardDecapsulated(String port)) || RuleUses.rewrites(rule)) {
            return null;
        }
        final RuleCounters counted = counters.apply(rule.name());
        final int egress = indexes.get(port);
        return new Expedite.Decision(index, counted.packets(), counted.bytes(), egress, peerMacs[egress],
            switchMacs[egress]);
    }
}
