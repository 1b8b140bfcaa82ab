package io.mecvswitch.control.netconf.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.control.Configs;
import io.mecvswitch.control.Documents;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.map.SwitchMapper;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Trees;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.netconf.tree.View;
import io.mecvswitch.control.problem.Problem;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.validate.Defaults;
import io.mecvswitch.control.validate.Validator;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation and mapping by difference say what validation and mapping of the whole say. */
class SuccessorTest {
    private static final int EDITS = Integer.getInteger("mecvswitch.edits", 3_000);
    private static final List<String> CONSTRAINTS = List.of("1", "2", "3", "7", "9", "12", "g", "h", "fancy", "plain",
        "broken", "one", "true", "red", "", "test-constraints:apple");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindWhatAWholeValidationFinds(final long seed) {
        final Branch start = Trees.of(Documents.tree("<numbers><few><name>g</name></few></numbers>"));
        final Outcomes outcomes = compare(start, Documents.SCHEMA, new RandomEdits(seed, CONSTRAINTS), EDITS);
        assertTrue(outcomes.valid > EDITS / 20, outcomes::toString);
        assertTrue(outcomes.invalid > EDITS / 20, outcomes::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2-local-breakout.xml", "5-access-control.xml"})
    void shouldDoSoForTheModelOfTheSwitch(final String example) throws Exception {
        final Schema schema = Configs.LOADER.schema();
        final RandomEdits edits = new RandomEdits(example.hashCode(), valuesOfExamples());
        final Outcomes outcomes = compare(Trees.of(Configs.example(example).root()), schema, edits, EDITS / 3);
        assertTrue(outcomes.valid > EDITS / 60, outcomes::toString);
        assertTrue(outcomes.invalid > EDITS / 60, outcomes::toString);
    }

    private record Outcomes(int valid, int invalid) { }

    /** Goes on from one valid tree to the next. */
    private static Outcomes compare(
        final Branch start, final Schema schema, final RandomEdits edits, final int count) {
        final Watches watches = new Watches(schema);
        final DeltaValidator delta = new DeltaValidator(schema, watches);
        final Defaults defaults = new Defaults(schema);
        Branch tree = start;
        int valid = 0;
        for (int i = 0; i < count; i++) {
            final Branch next = edits.edited(tree);
            final Problems found = new Problems();
            delta.validate(tree, next, View.of(next, defaults), found);
            final Set<String> all = problems(next, schema);
            assertEquals(all, problems(View.of(next, defaults), schema));
            assertEquals(all.isEmpty(), found.isEmpty(), () -> all + "\n" + found.list());
            assertTrue(kinds(all).containsAll(kinds(texts(found.list()))), () -> all + "\n" + found.list());
            if (all.isEmpty()) {
                tree = next;
                valid++;
            }
        }
        return new Outcomes(valid, count - valid);
    }

    private static Set<String> problems(final Branch tree, final Schema schema) {
        final Problems problems = new Problems();
        new Validator(schema).validate(Trees.data(tree, schema), problems);
        return texts(problems.list());
    }

    private static Set<String> problems(final InnerNode shown, final Schema schema) {
        final Problems problems = new Problems();
        new Validator(schema).checkAllBelow(shown, problems);
        return texts(problems.list());
    }

    private static Set<String> texts(final List<Problem> problems) {
        return problems.stream()
            .map(problem -> problem.tag() + " " + problem.appTag().orElse("-") + " " + problem.path())
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of two entries that are alike, either can be called the one too many. */
    private static Set<String> kinds(final Set<String> texts) {
        return texts.stream().map(text -> text.contains("data-not-unique") ? text.replaceAll("\\[.*", "") : text)
            .collect(Collectors.toSet());
    }

    private static List<String> valuesOfExamples() throws Exception {
        final List<String> values = new ArrayList<>();
        try (var files = Files.list(Configs.EXAMPLES)) {
            for (final var file : files.filter(path -> path.toString().endsWith(".xml")).sorted().toList()) {
                collect(Trees.of(Configs.LOADER.load(file).root()), values);
            }
        }
        values.addAll(List.of("0", "1", "17", "255", "2152", "true", "false", "", "10.0.0.9", "2001:db8::9"));
        return values;
    }

    private static void collect(final Branch branch, final List<String> values) {
        for (final SchemaNode kind : branch.schema().children()) {
            for (final Node child : branch.children(kind)) {
                switch (child) {
                    case Branch inner -> collect(inner, values);
                    case Value value -> values.add(value.text());
                }
            }
        }
    }

    @Test
    void shouldMapWhatDiffersAndKeepTheRest() throws Exception {
        final Schema schema = Configs.LOADER.schema();
        final RandomEdits edits = new RandomEdits(7, valuesOfExamples());
        final Successor successor = new Successor(schema);
        Branch tree = Trees.of(Configs.example("2-local-breakout.xml").root());
        successor.begin(tree);
        SwitchConfig config = successor.next(tree, new Problems()).orElseThrow().config();
        for (int i = 0; i < EDITS / 3; i++) {
            final Branch next = edits.edited(tree);
            final var valid = successor.next(next, new Problems());
            if (valid.isPresent()) {
                assertEquals(whole(next, schema), valid.get().config());
                assertKept(config, valid.get().config());
                config = valid.get().config();
                tree = next;
            }
        }
    }

    private static SwitchConfig whole(final Branch tree, final Schema schema) {
        final InnerNode data = Trees.data(tree, schema);
        new Validator(schema).validate(data, new Problems());
        return SwitchMapper.map(data);
    }

    private static void assertKept(final SwitchConfig former, final SwitchConfig next) {
        next.bearers().stream().filter(former.bearers()::contains).forEach(bearer ->
            assertSame(bearer, former.bearers().get(former.bearers().indexOf(bearer))));
    }
}
