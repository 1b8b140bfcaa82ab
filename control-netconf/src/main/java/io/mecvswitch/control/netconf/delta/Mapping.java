package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.map.SwitchMapper;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.function.Function;

/**
 * From trees to what they mean to the switch: of what is many, rules and bearers, only what differs is mapped again,
 * and all else only if any of it differs. One thread.
 */
final class Mapping {
    private final Many<RuleConfig> rules;
    private final Many<BearerConfig> bearers;
    private final boolean separable;

    /** Of trees of a model. */
    Mapping(final Schema schema, final Watches watches) {
        this.rules = new Many<>(schema, watches, "mec-vswitch-rules:traffic-rules", "traffic-rule",
            SwitchMapper::rule, RuleConfig::name);
        this.bearers = new Many<>(schema, watches, "mec-vswitch-bearers:bearers", "bearer",
            SwitchMapper::bearer, BearerConfig::name);
        this.separable = schema.root().children().stream().allMatch(watches::isSelfContained);
    }

    /**
     * What a tree means.
     *
     * @param tree    the tree
     * @param config  what it means
     * @param rules   and its rules
     * @param bearers and its bearers
     */
    record Mapped(
        Branch tree, SwitchConfig config, Records<RuleConfig> rules, Records<BearerConfig> bearers) { }

    /** Nothing, and what that means. */
    Mapped none(final Branch empty) {
        return new Mapped(empty, SwitchConfig.EMPTY, rules.none(), bearers.none());
    }

    /**
     * What another tree means.
     *
     * @param shown the same tree, with defaults
     */
    Mapped follow(final Mapped former, final Branch next, final InnerNode shown) {
        if (former.tree == next) {
            return former;
        }
        final Records<RuleConfig> someRules = rules.follow(former.rules, next, shown);
        final Records<BearerConfig> someBearers = bearers.follow(former.bearers, next, shown);
        final SwitchConfig config = separable && differsInManyOnly(former.tree, next)
            ? former.config.withRules(someRules.list()).withBearers(someBearers.list())
            : SwitchMapper.map(shown, someRules.list(), someBearers.list());
        return new Mapped(next, config, someRules, someBearers);
    }

    private boolean differsInManyOnly(final Branch former, final Branch next) {
        return !former.isEmpty() && next.schema().children().stream()
            .filter(kind -> kind != rules.parent && kind != bearers.parent)
            .allMatch(kind -> former.child(kind).equals(next.child(kind)));
    }

    /** A list whose entries are mapped one by one. */
    private static final class Many<R> {
        private final InnerSchema parent;
        private final SchemaNode list;
        private final Function<InnerNode, R> map;
        private final Function<R, String> name;
        private final boolean separable;

        Many(final Schema schema, final Watches watches, final String parent, final String list,
            final Function<InnerNode, R> map, final Function<R, String> name) {
            this.parent = (InnerSchema) schema.root().child(parent).orElseThrow();
            this.list = this.parent.child(list).orElseThrow();
            this.map = map;
            this.name = name;
            this.separable = watches.isSelfContained(this.list);
        }

        Records<R> none() {
            return Records.none(Branch.empty(parent).entries(list));
        }

        Records<R> follow(final Records<R> former, final Branch next, final InnerNode shown) {
            final Branch above = next.child(parent).map(Branch.class::cast).orElseGet(() -> Branch.empty(parent));
            final InnerNode shownAbove = (InnerNode) shown.children(parent).iterator().next();
            return (separable ? former : none()).follow(above.entries(list), new Records.Kind<>() {
                @Override
                public R make(final String key) {
                    return map.apply((InnerNode) shownAbove.child(list, key).orElseThrow());
                }

                @Override
                public String key(final R made) {
                    return name.apply(made);
                }
            });
        }
    }
}
