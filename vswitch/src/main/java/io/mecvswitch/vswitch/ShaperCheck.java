package io.mecvswitch.vswitch;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.qos.Bucket;
import io.mecvswitch.qos.Shaper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What of the shapers of a configuration the dataplane can't honour. */
final class ShaperCheck {
    /** Classes around each other at most. */
    private static final int MAX_DEPTH = 4;

    private final SwitchConfig config;
    private final Set<String> ports;
    private final Set<String> rules;
    private final Set<String> slices;
    private final List<Violation> violations = new ArrayList<>();

    private ShaperCheck(final SwitchConfig config) {
        this.config = config;
        this.ports = config.ports().stream().map(PortConfig::name).collect(Collectors.toSet());
        this.rules = config.rules().stream().map(RuleConfig::name).collect(Collectors.toSet());
        this.slices = config.slices().slices().stream().map(SliceConfig::plmn).collect(Collectors.toSet());
    }

    /** Every reason why a configuration's shapers can't be run. */
    static List<Violation> violations(final SwitchConfig config) {
        if (config.qos().shapers().isEmpty()) {
            return List.of();
        }
        final ShaperCheck check = new ShaperCheck(config);
        check.config.qos().shapers().forEach(check::shaper);
        check.buffers();
        return check.violations;
    }

    private void say(final String path, final String message) {
        violations.add(new Violation(path, message));
    }

    /** What rests has buffers that receiving then lacks. */
    private void buffers() {
        final int resting = config.qos().shapers().stream().mapToInt(ShaperConfig::maxPackets).sum();
        if (resting > config.dataplane().buffers() / 2) {
            say(ConfigPaths.DATAPLANE + "/buffers", "Shapers may let " + resting + " packets rest, more than half of"
                + " the "
                + config.dataplane().buffers() + " buffers. Lower their 'max-packets', or give more buffers.");
        }
    }

    private void shaper(final ShaperConfig shaper) {
        final String path = ConfigPaths.shaper(shaper.port());
        if (!ports.contains(shaper.port())) {
            say(path, "There is no interface '" + shaper.port() + "'. Add it, or remove the shaper.");
        }
        if (config.radios().stream().anyMatch(radio -> radio.port().equals(shaper.port()))) {
            say(path, "The interface is a radio, which schedules by airtime. Remove the shaper, or the radio.");
        }
        rate(path + "/rate", shaper.rate());
        if (shaper.burst() > Bucket.maxBurst(Math.max(1, shaper.rate()))) {
            say(path + "/burst-size",
                "A burst of " + shaper.burst() + " octets can't be counted at this rate. Lower it.");
        }
        if (shaper.earlyDrop().filter(early -> early.targetUs() < 1 || early.intervalMs() * 1000L <= early.targetUs())
            .isPresent()) {
            say(path + "/early-drop/interval", "An interval is longer than the target. Raise it, or lower 'target'.");
        }
        if (shaper.classes().size() > Shaper.MAX_CLASSES) {
            say(path + "/class", "There are " + shaper.classes().size() + " classes, and " + Shaper.MAX_CLASSES
                + " can be told apart. Remove some.");
        }
        shaper.classes().forEach(shaped -> shapedClass(shaper, shaped));
        final long guaranteed = guaranteed(shaper, Optional.empty());
        if (guaranteed > shaper.rate()) {
            say(path + "/rate", guaranteed + " bit/s are guaranteed to classes, more than leave. Guarantee less.");
        }
        shaper.classes().forEach(shaped -> around(shaper, shaped));
        once(shaper, ShapedClass::name, "The name stands twice. Give each class a name of its own.");
        once(shaper, ShapedClass::rules, ShapedClass::name, "A rule is of one class only. Name it once.");
        once(shaper, ShapedClass::slices, ShapedClass::name, "A slice is of one class only. Name it once.");
        once(shaper, ShapedClass::ingresses, ShapedClass::name,
            "A port's packets are of one class only. Name it once.");
    }

    private static long guaranteed(final ShaperConfig shaper, final Optional<String> within) {
        return shaper.classes().stream().filter(shaped -> shaped.within().equals(within))
            .mapToLong(shaped -> shaped.guaranteed().orElse(0)).sum();
    }

    /** The classes around one, and those within it. */
    private void around(final ShaperConfig shaper, final ShapedClass shaped) {
        final String path = ConfigPaths.shapedClass(shaper.port(), shaped.name());
        final Set<String> seen = new HashSet<>(Set.of(shaped.name()));
        Optional<String> outer = shaped.within();
        while (outer.isPresent()) {
            final Optional<ShapedClass> around = find(shaper, outer.get());
            if (around.isEmpty()) {
                say(path + "/within", "There is no class '" + outer.get() + "'. Add it, or name another.");
                return;
            }
            if (!seen.add(outer.get()) || seen.size() > MAX_DEPTH) {
                say(path + "/within", "Classes stand in a circle, or more than " + MAX_DEPTH
                    + " around each other. Take one out.");
                return;
            }
            outer = around.get().within();
        }
        final boolean holds =
            shaper.classes().stream().anyMatch(other -> other.within().equals(Optional.of(shaped.name())));
        if (holds && hasPackets(shaped)) {
            say(path, "A class that others are within has no packets of its own. Give its rules, slices, interfaces and"
                + " bearer-rate to one within it.");
        }
        if (guaranteed(shaper, Optional.of(shaped.name())) > shaped.guaranteed().orElse(0)) {
            say(path + "/guaranteed-rate", "More is guaranteed to the classes within than to the class itself. Raise"
                + " it, or guarantee them less.");
        }
    }

    private static boolean hasPackets(final ShapedClass shaped) {
        return !shaped.rules().isEmpty() || !shaped.slices().isEmpty() || !shaped.ingresses().isEmpty()
            || shaped.bearerRate().isPresent();
    }

    private static Optional<ShapedClass> find(final ShaperConfig shaper, final String name) {
        return shaper.classes().stream().filter(shaped -> shaped.name().equals(name)).findFirst();
    }

    private void rate(final String path, final long rate) {
        if (rate < Bucket.MIN_BITS_PER_SECOND || rate > Bucket.MAX_BITS_PER_SECOND) {
            say(path, "A rate of " + rate + " bit/s can't be kept. Give one from " + Bucket.MIN_BITS_PER_SECOND + " to "
                + Bucket.MAX_BITS_PER_SECOND + " bit/s.");
        }
    }

    private void shapedClass(final ShaperConfig shaper, final ShapedClass shaped) {
        final String path = ConfigPaths.shapedClass(shaper.port(), shaped.name());
        shaped.guaranteed().ifPresent(rate -> rate(path + "/guaranteed-rate", rate));
        shaped.maximum().ifPresent(rate -> rate(path + "/maximum-rate", rate));
        shaped.bearerRate().ifPresent(rate -> rate(path + "/bearer-rate", rate));
        if (shaped.maximum().isPresent() && shaped.guaranteed().orElse(0) > shaped.maximum().getAsLong()) {
            say(path + "/maximum-rate", "The maximum is below what is guaranteed. Raise it, or guarantee less.");
        }
        shaped.rules().stream().filter(rule -> !rules.contains(rule)).forEach(rule ->
            say(path + "/traffic-rule", "There is no traffic rule '" + rule + "'. Add it, or name another."));
        shaped.slices().stream().filter(slice -> !slices.contains(slice)).forEach(slice ->
            say(path + "/slice", "There is no slice '" + slice + "'. Add it, or name another."));
        shaped.ingresses().stream().filter(port -> !ports.contains(port)).forEach(port ->
            say(path + "/ingress-interface", "There is no interface '" + port + "'. Add it, or name another."));
    }

    private void once(final ShaperConfig shaper, final Function<ShapedClass, String> member, final String message) {
        once(shaper, shaped -> List.of(member.apply(shaped)), ShapedClass::name, message);
    }

    private void once(final ShaperConfig shaper, final Function<ShapedClass, List<String>> members,
        final Function<ShapedClass, String> name, final String message) {
        final Set<String> seen = new HashSet<>();
        for (final ShapedClass shaped : shaper.classes()) {
            if (!members.apply(shaped).stream().allMatch(seen::add)) {
                say(ConfigPaths.shapedClass(shaper.port(), name.apply(shaped)), message);
            }
        }
    }
}
