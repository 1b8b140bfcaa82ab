package io.mecvswitch.vswitch;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Meter;
import io.mecvswitch.config.LimiterConfig.Rate;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.qos.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What of the limits of a configuration the dataplane can't honour. */
final class QosCheck {
    /**
     * Limiters around each other at most: of a packet's slice, rule, chain and port, Police has room for so many each.
     */
    private static final int MAX_DEPTH = 4;

    private final SwitchConfig config;
    private final Map<String, LimiterConfig> limiters = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private QosCheck(final SwitchConfig config) {
        this.config = config;
    }

    /**
     * Every reason why a configuration's limiters can't be run.
     *
     * @param bearers of the configuration, those whose limiters are not known to be good
     */
    static List<Violation> violations(final SwitchConfig config, final List<BearerConfig> bearers) {
        final QosCheck check = new QosCheck(config);
        check.names();
        config.qos().limiters().forEach(check::limiter);
        check.attachments();
        bearers.stream().filter(bearer -> bearer.ambr().sharesLimiters()).forEach(check::shared);
        check.violations.addAll(ShaperCheck.violations(config));
        return check.violations;
    }

    /** The same of a bearer's own limits. */
    static List<Violation> violations(final BearerConfig bearer) {
        final AmbrConfig ambr = bearer.ambr();
        if (ambr.equals(AmbrConfig.NONE)) {
            return List.of();
        }
        final List<Violation> violations = new ArrayList<>();
        final String path = ConfigPaths.bearer(bearer.name()) + "/mec-vswitch-qos:ambr";
        require(violations, path + "/uplink", ambr.uplink());
        require(violations, path + "/downlink", ambr.downlink());
        return violations;
    }

    /** The same of limiters that a bearer of the run time has to conform in, too. */
    static List<Violation> violations(final SwitchConfig running, final BearerConfig bearer) {
        if (!bearer.ambr().sharesLimiters()) {
            return List.of();
        }
        final QosCheck check = new QosCheck(running);
        running.qos().limiters().forEach(limiter -> check.limiters.put(limiter.name(), limiter));
        check.shared(bearer);
        return check.violations;
    }

    private static void require(final List<Violation> violations, final String path, final OptionalLong rate) {
        if (rate.isPresent() && !isCountable(rate.getAsLong())) {
            violations.add(new Violation(path, between(rate.getAsLong())));
        }
    }

    private static boolean isCountable(final long rate) {
        return rate >= Bucket.MIN_BITS_PER_SECOND && rate <= Bucket.MAX_BITS_PER_SECOND;
    }

    private static String between(final long rate) {
        return "A rate of " + rate + " bit/s can't be kept. Give one from " + Bucket.MIN_BITS_PER_SECOND + " to "
            + Bucket.MAX_BITS_PER_SECOND + " bit/s.";
    }

    private void say(final String path, final String message) {
        violations.add(new Violation(path, message));
    }

    private void names() {
        for (final LimiterConfig limiter : config.qos().limiters()) {
            if (limiters.put(limiter.name(), limiter) != null) {
                say(ConfigPaths.limiter(limiter.name()),
                    "The name stands more than once. Give each limiter a name of its own.");
            }
        }
    }

    private void limiter(final LimiterConfig limiter) {
        final String path = ConfigPaths.limiter(limiter.name());
        rate(path, "committed", limiter.committed());
        limiter.excess().ifPresent(rate -> rate(path, limiter.meter() == Meter.TWO_RATE_THREE_COLOR ? "peak" : "excess",
            rate));
        final boolean two = limiter.meter() == Meter.ONE_RATE_TWO_COLOR;
        if (two == limiter.excess().isPresent()) {
            say(path + "/meter", two ? "One bucket has no excess. Leave the excess rates out, or choose another meter."
                : "This meter needs a second bucket. Give its burst, and its rate where it has two.");
        }
        if (limiter.meter() == Meter.TWO_RATE_THREE_COLOR
            && limiter.excess().filter(peak -> peak.bitsPerSecond() < limiter.committed().bitsPerSecond())
            .isPresent()) {
            say(path + "/peak-information-rate", "The peak rate is below the committed rate (RFC 2698 §2). Raise it.");
        }
        around(limiter, path);
    }

    private void rate(final String path, final String kind, final Rate rate) {
        if (!isCountable(rate.bitsPerSecond())) {
            say(path + "/" + kind + "-information-rate", between(rate.bitsPerSecond()));
        } else if (rate.burst() < 1 || rate.burst() > Bucket.maxBurst(rate.bitsPerSecond())) {
            say(path + "/" + kind + "-burst-size", "A burst of " + rate.burst() + " octets can't be counted. Give 1 to "
                + Bucket.maxBurst(rate.bitsPerSecond()) + " at this rate.");
        }
    }

    private void around(final LimiterConfig limiter, final String path) {
        final Set<String> seen = new HashSet<>(Set.of(limiter.name()));
        Optional<String> outer = limiter.within();
        while (outer.isPresent()) {
            if (!limiters.containsKey(outer.get())) {
                say(path + "/within", "There is no limiter '" + outer.get() + "'. Add it, or name another.");
                return;
            }
            if (!seen.add(outer.get()) || seen.size() > MAX_DEPTH) {
                say(path + "/within", "Limiters stand in a circle, or more than " + MAX_DEPTH
                    + " around each other. Take one out.");
                return;
            }
            outer = limiters.get(outer.get()).within();
        }
    }

    private void shared(final BearerConfig bearer) {
        final String path = ConfigPaths.bearer(bearer.name()) + "/mec-vswitch-qos:ambr";
        bearer.ambr().uplinkLimiter().ifPresent(limiter ->
            shared(bearer, limiter, Owner.SLICE_UPLINK, path + "/uplink-limiter"));
        bearer.ambr().downlinkLimiter().ifPresent(limiter ->
            shared(bearer, limiter, Owner.SLICE_DOWNLINK, path + "/downlink-limiter"));
    }

    /** A bearer has one limiter around it: so that of its slice is met only if the UE's stands within it. */
    private void shared(final BearerConfig bearer, final String limiter, final Owner ofSlice, final String path) {
        if (!limiters.containsKey(limiter)) {
            say(path, "There is no limiter '" + limiter + "'. Add it, or name another.");
            return;
        }
        config.qos().attachments().stream()
            .filter(slice -> slice.owner() == ofSlice && bearer.slice().filter(slice.name()::equals).isPresent())
            .filter(slice -> !isWithin(limiter, slice.limiter()))
            .forEach(slice -> say(path, "The bearer's slice " + slice.name() + " has the limiter '" + slice.limiter()
                + "', within which '" + limiter + "' does not stand. Say so in its leaf 'within'."));
    }

    private boolean isWithin(final String limiter, final String outer) {
        String at = limiter;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (at.equals(outer)) {
                return true;
            }
            at = Optional.ofNullable(limiters.get(at)).flatMap(LimiterConfig::within).orElse(null);
        }
        return false;
    }

    private void attachments() {
        if (!config.qos().attachments().isEmpty()) {
            owners();
        }
    }

    private void owners() {
        final Set<String> ports = config.ports().stream().map(PortConfig::name).collect(Collectors.toSet());
        final Set<String> rules = config.rules().stream().map(RuleConfig::name).collect(Collectors.toSet());
        final Set<String> slices =
            config.slices().slices().stream().map(SliceConfig::plmn).collect(Collectors.toSet());
        final Set<String> chains = config.chains().chains().stream().map(PortChain::name).collect(Collectors.toSet());
        for (final Attachment attachment : config.qos().attachments()) {
            final String path = path(attachment);
            final boolean known = switch (attachment.owner()) {
                case PORT -> ports.contains(attachment.name());
                case RULE -> rules.contains(attachment.name());
                case SLICE_UPLINK, SLICE_DOWNLINK -> slices.contains(attachment.name());
                case CHAIN, CHAIN_REVERSE -> chains.contains(attachment.name());
            };
            if (!known) {
                say(path, "There is nothing of this name that could have a limiter. Add it, or remove the limiter.");
            } else if (!limiters.containsKey(attachment.limiter())) {
                say(path, "There is no limiter '" + attachment.limiter() + "'. Add it, or name another.");
            }
        }
    }

    private static String path(final Attachment attachment) {
        final String name = attachment.name();
        return switch (attachment.owner()) {
            case PORT -> ConfigPaths.port(name) + "/mec-vswitch-qos:limiter";
            case RULE -> ConfigPaths.rule(name) + "/mec-vswitch-qos:limiter";
            case SLICE_UPLINK -> ConfigPaths.slice(name) + "/mec-vswitch-qos:uplink-limiter";
            case SLICE_DOWNLINK -> ConfigPaths.slice(name) + "/mec-vswitch-qos:downlink-limiter";
            case CHAIN -> ConfigPaths.portChain(name) + "/mec-vswitch-qos:limiter";
            case CHAIN_REVERSE -> ConfigPaths.portChain(name) + "/mec-vswitch-qos:reverse-limiter";
        };
    }
}
