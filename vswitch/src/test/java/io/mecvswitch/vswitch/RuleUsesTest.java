package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleUsesTest {
    private static final RuleConfig PASS =
        rule("pass", 1, new RuleAction.Pass(), ask().outerSource("10.0.0.0/8").match());
    private static final RuleConfig POP =
        rule("pop", 1, new RuleAction.ForwardDecapsulated("app"), ask().ingress("access").match());
    private static final RuleConfig INNER = rule("inner", 1, new RuleAction.Drop(), ask().teid(1).match());

    @Test
    void shouldCountWhatRulesWant() {
        assertEquals(new RuleUses(1, 0, 0, 0, 0, 2), RuleUses.of(List.of(PASS, POP, INNER)));
    }

    @Test
    void shouldCountTheSameHoweverItCameAbout() {
        final List<RuleConfig> before = List.of(PASS, POP);
        final List<RuleConfig> after = List.of(INNER, PASS, rule("pop", 1, new RuleAction.Pass(), ask().match()));
        assertEquals(RuleUses.of(after),
            RuleUses.of(before).changed(ListChange.between(before, after, RuleConfig::name)));
    }
}
