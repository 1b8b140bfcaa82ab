package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is ambiguous is found in a change as it is in a configuration that nothing ran before. */
class AmbiguitiesTest {
    private static final SwitchConfig SITE = ChainConfigs.site(2, List.of());
    private static final FlowMatch FROM_ACCESS = ask().ingress("access").innerSource("10.45.0.1/32").match();
    private static final FlowMatch FROM_CORE = ask().ingress("core").innerSource("10.45.0.0/16").match();

    private static SwitchConfig site(final ChainConfigs.Builder builder) {
        return SITE.withChains(builder.build());
    }

    private static ChainConfigs.Builder fromBothSides() {
        return chains().applications(2).classifier("one", FROM_ACCESS).classifier("other", FROM_CORE);
    }

    private static PortChain chain(final int number, final List<String> classifiers) {
        return new PortChain("c" + number, List.of("g" + number), classifiers);
    }

    private static List<String> found(final SwitchConfig running, final SwitchConfig next) {
        return ConfigCheck.violations(running, next).stream().map(Violation::path).toList();
    }

    @Test
    void shouldCompareAClassifierThatComes() {
        final SwitchConfig running = site(chains().applications(2).classifier("one", FROM_ACCESS));
        final SwitchConfig next = site(chains().applications(2).classifier("one", FROM_ACCESS)
            .classifier("other", ask().innerSource("10.45.0.0/16").match()));
        assertEquals(found(next, next), List.of());
        assertNotEquals(List.of(), found(running, next));
    }

    @Test
    void shouldCompareAgainWhatGetsIntoAnotherChain() {
        final SwitchConfig running = site(fromBothSides().with(chain(1, List.of("one", "other"))));
        final SwitchConfig next = site(fromBothSides().with(chain(1, List.of("one"))).with(chain(2, List.of("other"))));
        assertEquals(List.of(), found(SwitchConfig.EMPTY, running));
        assertNotEquals(List.of(), found(running, next));
    }

    @Test
    void shouldCompareAgainWhereAmbiguityIsJudgedOtherwise() {
        final SwitchConfig running = site(fromBothSides().ambiguity(Ambiguity.PRIORITY)
            .with(chain(1, List.of("one"))).with(chain(2, List.of("other"))));
        final SwitchConfig next = site(fromBothSides()
            .with(chain(1, List.of("one"))).with(chain(2, List.of("other"))));
        assertEquals(List.of(), found(SwitchConfig.EMPTY, running));
        assertNotEquals(List.of(), found(running, next));
    }

    @Test
    void shouldRefuseAChangeAsItRefusesItsOutcome() {
        final Random random = new Random(7);
        SwitchConfig running = SITE;
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            final SwitchConfig next = anything(random);
            final boolean allowed = found(SwitchConfig.EMPTY, next).isEmpty();
            assertEquals(allowed, found(running, next).isEmpty());
            if (allowed) {
                running = next;
                taken++;
            } else {
                refused++;
            }
        }
        assertTrue(taken > 50 && refused > 50, taken + " taken, " + refused + " refused");
    }

    /** Few addresses, so that the same classifiers come again and some of them overlap. */
    private static SwitchConfig anything(final Random random) {
        final ChainConfigs.Builder builder = chains().applications(2)
            .ambiguity(random.nextInt(4) == 0 ? Ambiguity.PRIORITY : Ambiguity.REJECT);
        final List<List<String>> entered = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 3; i++) {
            builder.with(new FlowClassifier("fc" + i, random.nextInt(2),
                ask().ingress(random.nextBoolean() ? "access" : "core")
                    .innerSource("10.45.0." + random.nextInt(3) + (random.nextInt(6) == 0 ? "/30" : "/32")).match(),
                Optional.empty()));
            entered.get(random.nextInt(3)).add("fc" + i);
        }
        return site(builder.with(chain(1, entered.get(0))).with(chain(2, entered.get(1))));
    }
}
