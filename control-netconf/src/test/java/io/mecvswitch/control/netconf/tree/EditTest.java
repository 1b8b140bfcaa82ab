package io.mecvswitch.control.netconf.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.Configs;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.netconf.xml.ElementReader;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6241 §7.2, RFC 7950 §7.5.8, §7.6.7, §7.7.9, §7.8.6, §7.9. */
class EditTest {
    private static final Schema SCHEMA = Configs.LOADER.schema();
    private static final Branch EMPTY = Branch.empty(SCHEMA.root());
    private static final String RULE = "/mec-vswitch-rules:traffic-rules/traffic-rule[name='r']";

    private List<RpcError> errors = List.of();

    static Element element(final String xml) throws RpcException {
        return ElementReader.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private Branch edit(final Branch tree, final Operation operation, final String content) throws RpcException {
        final Edit edit = new Edit(SCHEMA, false);
        final Branch changed = edit.apply(tree, element("<config xmlns='" + Element.NETCONF + "' xmlns:nc='"
            + Element.NETCONF + "' xmlns:y='urn:ietf:params:xml:ns:yang:1'>" + content + "</config>"), operation);
        errors = edit.errors();
        return changed;
    }

    private Branch made(final String content) throws RpcException {
        final Branch tree = edit(EMPTY, Operation.MERGE, content);
        assertEquals(List.of(), errors);
        return tree;
    }

    private static String text(final Branch tree) {
        final StringBuilder out = new StringBuilder();
        DataWriter.append(out, tree);
        return out.toString().replaceAll(" xmlns(:mecr)?=\"[^\"]*\"", "").replace(">mecr:", ">");
    }

    private static String rules(final String content) {
        return "<traffic-rules xmlns='urn:mec-vswitch:rules'>" + content + "</traffic-rules>";
    }

    private static String rule(final String attribute, final String content) {
        return rules("<traffic-rule " + attribute + "><name>r</name>" + content + "</traffic-rule>");
    }

    private static String filters(final String... names) {
        return String.join("", List.of(names).stream()
            .map(name -> "<traffic-filter><name>" + name + "</name></traffic-filter>").toList());
    }

    @ParameterizedTest
    @CsvSource({
        "merge,   true,  5,  10,     ", "merge,   false, 5,   , ",
        "replace, true,  5,    ,     ", "replace, false, 5,   , ",
        "create,  false, 5,    ,     ", "create,  true,  1, 10, data-exists",
        "delete,  true,   ,    ,     ", "delete,  false,  ,   , data-missing",
        "remove,  true,   ,    ,     ", "remove,  false,  ,   , "})
    void shouldDoEveryOperationOnAnEntry(final String operation, final boolean there, final String priority,
        final String action, final String error) throws RpcException {
        final Branch before =
            there ? made(rule("", "<priority>1</priority><action>drop</action>")) : EMPTY;
        final Branch after =
            edit(before, Operation.MERGE, rule("nc:operation='" + operation + "'", "<priority>5</priority>"));

        assertEquals(Optional.ofNullable(error),
            errors.stream().map(found -> found.tag().toString()).findFirst());
        assertEquals(priority == null ? "" : "<traffic-rules><traffic-rule><name>r</name><priority>" + priority
            + "</priority>" + (action == null ? "" : "<action>drop</action>") + "</traffic-rule></traffic-rules>",
            text(after));
        errors.forEach(found -> assertEquals(Optional.of(RULE), found.path()));
    }

    @ParameterizedTest
    @CsvSource({"merge, true, 5, ", "replace, true, 5, ", "create, true, 1, data-exists", "delete, true, , ",
        "remove, true, , ", "merge, false, 5, ", "create, false, 5, ", "delete, false, , data-missing",
        "remove, false, , "})
    void shouldDoEveryOperationOnALeaf(final String operation, final boolean there, final String value,
        final String error) throws RpcException {
        final Branch before = made(rule("", there ? "<priority>1</priority>" : ""));
        final Branch after = edit(before, Operation.NONE,
            rule("", "<priority nc:operation='" + operation + "'>5</priority>"));

        assertEquals(Optional.ofNullable(error),
            errors.stream().map(found -> found.tag().toString()).findFirst());
        assertEquals("<traffic-rules><traffic-rule><name>r</name>"
            + (value == null ? "" : "<priority>" + value + "</priority>") + "</traffic-rule></traffic-rules>",
            text(after));
        errors.forEach(found -> assertEquals(Optional.of(RULE + "/priority"), found.path()));
    }

    @Test
    void shouldReplaceAContainerWithAllItHeld() throws RpcException {
        final Branch before = made(rule("", "<priority>1</priority>"));
        assertEquals("<traffic-rules><traffic-rule><name>x</name></traffic-rule></traffic-rules>",
            text(edit(before, Operation.MERGE, "<traffic-rules xmlns='urn:mec-vswitch:rules' nc:operation='replace'>"
                + "<traffic-rule><name>x</name></traffic-rule></traffic-rules>")));
        assertEquals("<traffic-rules><traffic-rule><name>x</name></traffic-rule></traffic-rules>", text(edit(
            made("<gtpu xmlns='urn:mec-vswitch:gtpu'><ecn>true</ecn></gtpu>"), Operation.REPLACE,
            rules("<traffic-rule><name>x</name></traffic-rule>"))));
    }

    @Test
    void shouldChangeNothingByDefaultNone() throws RpcException {
        final Branch before = made(rule("", "<priority>1</priority>"));
        assertSame(before, edit(before, Operation.NONE, rule("", "<priority>2</priority>")));
        assertEquals(List.of(), errors);
        edit(before, Operation.NONE, rules("<traffic-rule><name>other</name></traffic-rule>"));
        assertEquals(List.of(ErrorTag.DATA_MISSING), errors.stream().map(RpcError::tag).toList());
    }

    @Test
    void shouldLeaveNoEmptyContainerBehind() throws RpcException {
        final Branch before = made(rule("", ""));
        assertTrue(edit(before, Operation.MERGE, rule("nc:operation='delete'", "")).isEmpty());
    }

    @Test
    void shouldPutEntriesWhereTheyAreWanted() throws RpcException {
        final Branch before = made(rule("", filters("a", "b", "c")));
        assertEquals("abcd", order(before, "", "d"));
        assertEquals("dabc", order(before, "y:insert='first'", "d"));
        assertEquals("abcd", order(before, "y:insert='last'", "d"));
        assertEquals("adbc", order(before, "y:insert='before' y:key=\"[name='b']\"", "d"));
        assertEquals("abdc", order(before, "y:insert='after' y:key=\"[name='b']\"", "d"));
        assertEquals("cab", order(before, "y:insert='first'", "c"));
        assertEquals("bac", order(before, "y:insert='after' y:key=\"[name='b']\"", "a"));
        assertEquals("abc", order(before, "", "b"));
    }

    private String order(final Branch before, final String attributes, final String name) throws RpcException {
        final Branch after = edit(before, Operation.MERGE,
            rule("", "<traffic-filter " + attributes + "><name>" + name + "</name></traffic-filter>"));
        assertEquals(List.of(), errors);
        return text(after).replaceAll(".*?<traffic-filter><name>(.)</name></traffic-filter>", "$1")
            .replaceAll("<.*", "");
    }

    @Test
    void shouldInsertValuesBesideOthers() throws RpcException {
        final String xmlns = " xmlns='urn:mec-vswitch:dataplane'>";
        final Branch before =
            made("<dataplane" + xmlns + "<worker-cpu>3</worker-cpu><worker-cpu>1</worker-cpu></dataplane>");
        assertEquals("<dataplane><worker-cpu>3</worker-cpu><worker-cpu>2</worker-cpu><worker-cpu>1</worker-cpu>"
            + "</dataplane>", text(edit(before, Operation.MERGE, "<dataplane" + xmlns
                + "<worker-cpu y:insert='before' y:value='1'>2</worker-cpu></dataplane>")));
    }

    @ParameterizedTest
    @CsvSource({"y:insert='before', missing-attribute, key", "y:insert='sideways', bad-attribute, insert",
        "y:insert='after' y:key=\"[name='z']\", bad-attribute, key", "y:insert='after' y:key='z', bad-attribute, key",
        "nc:operation='explode', bad-attribute, operation", "nc:operation='none', bad-attribute, operation",
        "operation='merge', unknown-attribute, operation", "nc:color='red', unknown-attribute, nc:color"})
    void shouldRefuseWrongAttributes(final String attributes, final String tag, final String name)
        throws RpcException {
        final Branch before = made(rule("", filters("a")));
        final Branch after = edit(before, Operation.MERGE,
            rule("", "<traffic-filter " + attributes + "><name>d</name></traffic-filter>"));
        assertEquals(List.of(tag), errors.stream().map(error -> error.tag().toString()).toList());
        assertEquals(Optional.of(name), errors.getFirst().info().orElseThrow().attribute());
        assertSame(before, after);
    }

    @Test
    void shouldRefuseToOrderWhatTheSystemOrders() throws RpcException {
        edit(EMPTY, Operation.MERGE, rule("y:insert='first'", ""));
        assertEquals(List.of(ErrorTag.BAD_ATTRIBUTE), errors.stream().map(RpcError::tag).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<x xmlns='urn:nobody'/>|unknown-namespace|/x",
        "<x xmlns='urn:mec-vswitch:rules'/>|unknown-element|/mec-vswitch-rules:x",
        "<traffic-rules xmlns='urn:mec-vswitch:rules'>t</traffic-rules>|bad-element|/mec-vswitch-rules:traffic-rules",
        "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule/></traffic-rules>|missing-element"
            + "|/mec-vswitch-rules:traffic-rules/traffic-rule",
        "<dataplane xmlns='urn:mec-vswitch:dataplane'><buffers>x</buffers></dataplane>|invalid-value"
            + "|/mec-vswitch-dataplane:dataplane/buffers",
        "<dataplane xmlns='urn:mec-vswitch:dataplane'><buffers><a/></buffers></dataplane>|bad-element"
            + "|/mec-vswitch-dataplane:dataplane/buffers"})
    void shouldSayWhatIsWrongAndWhere(final String content, final String tag, final String path) throws RpcException {
        edit(EMPTY, Operation.MERGE, content);
        assertEquals(List.of(tag + " " + path),
            errors.stream().map(error -> error.tag() + " " + error.path().orElseThrow()).toList());
    }

    @Test
    void shouldGoOnAfterAMistakeAndLeaveItOut() throws RpcException {
        final Branch after = edit(EMPTY, Operation.MERGE,
            rule("", "<priority>x</priority><nonsense/><action>drop</action>"));
        assertEquals(2, errors.size());
        assertEquals("<traffic-rules><traffic-rule><name>r</name><action>drop</action></traffic-rule></traffic-rules>",
            text(after));
    }

    @Test
    void shouldBoundWhatAHostileRequestCosts() throws RpcException {
        edit(EMPTY, Operation.MERGE, "<x/>".repeat(20_000));
        assertEquals(1_000, errors.size());
        edit(EMPTY, Operation.MERGE, rule("", filters(
            IntStream.range(0, 4_100).mapToObj(i -> "f" + i).toArray(String[]::new))));
        assertEquals(4, errors.stream().filter(error -> error.tag() == ErrorTag.TOO_BIG).count());
        edit(made(rule("", filters("a"))), Operation.MERGE, rule("", "<traffic-filter y:insert='after' y:key='"
            + "[".repeat(200_000) + "'><name>d</name></traffic-filter>"));
        assertEquals(List.of(ErrorTag.TOO_BIG), errors.stream().map(RpcError::tag).toList());
    }

    @Test
    void shouldDropOtherCasesOfAChoice() throws RpcException {
        final String begin = "<dataplane xmlns='urn:mec-vswitch:dataplane'>";
        final Branch before = made(begin + "<cut-after>parse</cut-after><cut-after>classify</cut-after></dataplane>");
        assertEquals("<dataplane><run-to-completion></run-to-completion></dataplane>",
            text(edit(before, Operation.MERGE, begin + "<run-to-completion/></dataplane>")));
    }

    @Test
    void shouldShareAllButTheWayToTheChange() throws RpcException {
        Branch list = Branch.empty((InnerSchema) kind(EMPTY, "mec-vswitch-rules:traffic-rules"));
        final SchemaNode entry = kind(list, "traffic-rule");
        for (int i = 0; i < 100_000; i++) {
            Branch rule = Branch.empty((InnerSchema) entry);
            rule = rule.with(new Value((ValueSchema) kind(rule, "name"), "r" + i));
            list = list.with(rule);
        }
        final Branch before = EMPTY.with(list);
        final Branch after = edit(before, Operation.MERGE,
            rules("<traffic-rule><name>r777</name><priority>1</priority></traffic-rule>"));

        assertEquals(List.of(), errors);
        assertNotSame(entry(before, "r777"), entry(after, "r777"));
        for (int i = 0; i < 100_000; i += 13) {
            if (i != 777) {
                assertSame(entry(before, "r" + i), entry(after, "r" + i));
            }
        }
    }

    private static Node entry(final Branch root, final String name) {
        final Branch list = (Branch) root.child(kind(root, "mec-vswitch-rules:traffic-rules")).orElseThrow();
        return list.entries(kind(list, "traffic-rule")).get(name).orElseThrow();
    }

    private static SchemaNode kind(final Branch parent, final String name) {
        return parent.schema().child(name).orElseThrow();
    }

    @Test
    void shouldKeepAnExampleThroughBothForms() throws Exception {
        final Branch tree = Trees.of(Configs.example("3-through-application.xml").root());
        final StringBuilder out = new StringBuilder("<config xmlns='" + Element.NETCONF + "'>");
        DataWriter.append(out, tree);
        final Edit edit = new Edit(SCHEMA, false);
        final Branch again = edit.apply(EMPTY, element(out + "</config>"), Operation.CREATE);
        assertEquals(List.of(), edit.errors());
        assertEquals(text(tree), text(again));
        assertEquals(text(tree), text(Trees.of(Trees.data(tree, SCHEMA))));
    }
}
