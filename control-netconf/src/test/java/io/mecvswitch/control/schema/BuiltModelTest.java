package io.mecvswitch.control.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.xpath.XPathExpressionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;

class BuiltModelTest {
    /** yangtools gives what several augments or uses bring in another order each time. */
    @ParameterizedTest
    @EnumSource
    void shouldBeWhatTheYangModulesSay(final Model model) {
        assertEquals(lines(model.load()), lines(model.read()));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadAsItWasWritten(final Model model) {
        assertArrayEquals(model.octets(), ModelWriter.write(model.read()));
    }

    @Test
    void shouldFindTheTextOfItsModules() throws IOException {
        for (final ModuleText text : Model.SERVER.read().texts()) {
            assertEquals(text.module().name(), text.read().lines().map(String::strip)
                .filter(line -> line.startsWith("module ")).findFirst().orElseThrow().split("[ {]+")[1]);
        }
    }

    private static List<String> lines(final Schema schema) {
        return Stream.of(
            schema.texts().stream().map(ModuleText::toString),
            schema.ancestors().entrySet().stream().map(identity ->
                identity.getKey() + " " + new TreeSet<>(identity.getValue())),
            lines(schema.root()),
            lines(schema.notifications())).flatMap(each -> each).sorted().toList();
    }

    /** A line for each node: all that the model says of it. */
    private static Stream<String> lines(final SchemaNode node) {
        final Stream<String> own = Stream.of(path(node) + ": " + node.kind() + node.config() + node.isMany()
            + node.userOrdered() + conditions(node.whens()) + conditions(node.musts())
            + branches(node.branches()) + switch (node) {
                case ContainerSchema container -> "" + container.presence() + choices(container);
                case ListSchema list -> "" + list.counts() + list.keys() + list.uniques() + choices(list);
                case LeafSchema leaf -> "" + leaf.mandatory() + leaf.defaultText() + type(leaf.type());
                case LeafListSchema leafList -> leafList.counts() + type(leafList.type());
            });
        return node instanceof InnerSchema inner
            ? Stream.concat(own, inner.children().stream().flatMap(BuiltModelTest::lines)) : own;
    }

    private static List<String> choices(final InnerSchema node) {
        return node.choices().stream().map(choice -> choice.name() + " " + choice.mandatory() + choice.defaultCase()
            + conditions(choice.whens()) + branches(choice.branches()) + node.children(choice).size())
            .sorted().toList();
    }

    private static List<String> branches(final List<ChoiceSchema.Branch> branches) {
        return branches.stream().map(branch -> branch.choice().name() + " " + branch.caseName()).toList();
    }

    private static List<String> conditions(final List<Condition> conditions) {
        return conditions.stream().map(condition -> condition.expression().getRootExpr() + " " + condition.text()
            + condition.module() + condition.onParent() + condition.errorMessage() + condition.errorAppTag()
            + Literals.thatNameIdentities(condition.expression().getRootExpr()).found().stream()
                .map(literal -> meaning(condition, literal)).toList()).toList();
    }

    private static String meaning(final Condition condition, final YangLiteralExpr literal) {
        try {
            return condition.expression().interpretAsQName(literal).toString();
        } catch (final XPathExpressionException e) {
            throw new AssertionError(e);
        }
    }

    private static String type(final ValueType type) {
        return switch (type) {
            case ValueType.LeafrefType reference -> reference.path() + reference.text() + reference.module()
                + reference.requireInstance() + " leads to " + path(reference.target().get());
            case ValueType.UnionType union -> union.members().stream().map(BuiltModelTest::type).toList().toString();
            default -> type.toString();
        };
    }

    private static String path(final SchemaNode node) {
        return node.parent() == null ? "" : path(node.parent()) + "/" + node.name();
    }
}
