package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.state.StateSource;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients read and how: RFC 6241 §8.9 (:xpath), RFC 6243 (:with-defaults), RFC 8526 (get-data, edit-data). */
@Timeout(60)
class ReadingTest {
    private static final String RULES = "urn:mec-vswitch:rules";
    private static final String DEFAULTS = "urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults";
    private static final String NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda";
    private static final String DATASTORES = "urn:ietf:params:xml:ns:yang:ietf-datastores";

    private final TestServer server = new TestServer();
    private TestClient client;

    @BeforeEach
    void configure() throws Exception {
        server.state().add(new StateSource() {
            @Override
            public String node() {
                return "mec-vswitch-rules:traffic-rules";
            }

            @Override
            public void tell(final BranchBuilder there) {
                there.each("traffic-rule", (name, rule) -> rule.container("statistics",
                    all -> all.value("packets", name.length()).value("octets", 0)));
            }
        });
        client = server.client();
        assertEquals("<ok/>", client.ask(edit(rule("a", 1) + rule("bb", 2) + rule("c-c", 3))));

    }

    @AfterEach
    void shouldHaveNoDefect() throws Exception {
        client.close();
        server.close();
        assertEquals(List.of(), server.defects());
    }

    private static String edit(final String content) {
        return "<edit-config><target><running/></target><config>" + content + "</config></edit-config>";
    }

    private static String rule(final String name, final int priority) {
        return rule(name, priority, "");
    }

    private static String rule(final String name, final int priority, final String more) {
        return "<traffic-rules xmlns='" + RULES + "'><traffic-rule><name>" + name + "</name><priority>" + priority
            + "</priority>" + more + "<traffic-filter><name>f</name></traffic-filter><action>drop</action>"
            + "</traffic-rule></traffic-rules>";
    }

    /** What is left of the answer when namespaces and the way to rules are taken away. */
    private static String shortened(final String answer) {
        return answer.replaceAll(" xmlns(:[a-z]+)?=\"[^\"]*\"", "").replaceAll("</?data>|</?traffic-rules>", "")
            .replace("traffic-rule>", "r>").replace("mecr:", "");
    }

    private static void assertError(final String tag, final String element, final String reply) {
        assertTrue(reply.startsWith("<rpc-error>") && reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
        assertTrue(reply.contains("<error-type>protocol</error-type>"), reply);
        assertTrue(reply.contains("<bad-element>" + element + "</bad-element>"), reply);
    }

    // :xpath.

    private String xpath(final String select) throws Exception {
        return client.ask("<get-config><source><running/></source><filter type='xpath' xmlns:r='" + RULES
            + "' xmlns:none='urn:none' select=\"" + select.replace("<", "&lt;").replace("\"", "&quot;")
            + "\"/></get-config>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "/r:traffic-rules/r:traffic-rule[r:name='bb']/r:priority|<r><name>bb</name><priority>2</priority></r>",
        "/traffic-rules/traffic-rule[name='bb']/priority|<r><name>bb</name><priority>2</priority></r>",
        "r:traffic-rules/r:traffic-rule[r:name=\"c-c\"]/r:priority|<r><name>c-c</name><priority>3</priority></r>",
        "//r:priority[. > 2]|<r><name>c-c</name><priority>3</priority></r>",
        "/r:traffic-rules/r:traffic-rule[3]/r:name|<r><name>c-c</name></r>",
        "/r:traffic-rules/r:traffic-rule[last()]/r:name|<r><name>c-c</name></r>",
        "/*/*[r:priority='1']/r:action|<r><name>a</name><action>drop</action></r>",
        "//r:name[contains(., 'b')]/..|<r><name>bb</name><priority>2</priority>"
            + "<traffic-filter><name>f</name></traffic-filter><action>drop</action></r>",
        "//r:traffic-rule[derived-from-or-self(r:action, 'r:drop')][2]/r:name|<r><name>bb</name></r>",
        "//r:traffic-rule[r:name='a']/following-sibling::*[1]/r:name|<r><name>bb</name></r>",
        "//r:traffic-rule[r:name='c-c']/preceding-sibling::r:traffic-rule[1]/r:name|<r><name>bb</name></r>",
        "//r:traffic-rule[r:name='bb']/following::r:priority|<r><name>c-c</name><priority>3</priority></r>",
        "//r:traffic-rule[r:name='bb']/preceding::r:priority[1]|<r><name>a</name><priority>1</priority></r>",
        "/*/ancestor::node()/following-sibling::node()|~~",
        "//r:traffic-rule[r:name='zz']|~~",
        "/r:traffic-rules/r:nothing|~~",
        "/none:traffic-rules|~~",
        "//r:traffic-rule[re-match(r:name, 'b+')]/r:name|<r><name>bb</name></r>",
        "//r:priority[count(//r:traffic-rule) = 3 and not(. != 1)]|<r><name>a</name><priority>1</priority></r>"})
    void shouldSelectWithTheWayAndTheKeys(final String select, final String expected) throws Exception {
        assertEquals(expected, shortened(xpath(select)));
    }

    @Test
    void shouldSelectEachNodeOnce() throws Exception {
        assertEquals("<r><name>a</name><priority>1</priority></r>",
            shortened(xpath("//r:priority[../r:name='a'] | //r:traffic-rule[r:name='a']/r:priority")));
    }

    @Test
    void shouldSelectAllByTheRoot() throws Exception {
        assertEquals(client.ask("<get-config><source><running/></source></get-config>"), xpath("/"));
    }

    /** §8.9.1: "If it does not return a node set, the operation fails with an 'invalid-value' error." */
    @ParameterizedTest
    @ValueSource(strings = {"1 + 1", "'x'", "count(/*)", "true()", "/r:traffic-rules[", "/[", "/*)", "/*) | (/*",
        "/* a", "/*]", "", "/unknown:a", "id('x')",
        "count()", "/r:traffic-rules + ", "$a", "concat('a')", "//r:name[re-match(., '(')]", "count(1)",
        "//*[derived-from(., 'nobody:x')]", "1 | 2"})
    void shouldRefuseWhatSelectsNoNodes(final String select) throws Exception {
        assertError("invalid-value", "filter", xpath(select));
    }

    /** Expressions that would go on for hours, or as deep as any stack, from somebody who may do nothing but read. */
    @ParameterizedTest
    @ValueSource(strings = {
        "//*[count(//*[count(//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1]) > 1]) > 1]",
        "//*[//*[//*[//*[//*[//*[//*[. = 'x']]]]]]]",
        "//r:name[re-match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '((a+)+)+')]"})
    void shouldRefuseWhatTakesTooLong(final String select) throws Exception {
        assertError("resource-denied", "filter", xpath(select));
        assertEquals("<r><name>a</name></r>", shortened(xpath("//r:traffic-rule[1]/r:name")));
    }

    @Test
    void shouldRefuseWhatIsTooDeepOrTooLong() throws Exception {
        for (final String select : List.of("(".repeat(2_000) + "/*" + ")".repeat(2_000),
            "/*" + "[/*".repeat(1_000) + "]".repeat(1_000), "/" + "r:a/".repeat(2_000) + "r:b",
            "-".repeat(4_000) + "1", "1" + "+1".repeat(2_000), "//*[" + "not(".repeat(500) + "1" + ")".repeat(501))) {
            assertError("invalid-value", "filter", xpath(select));
        }
    }

    @Test
    void shouldAskForAnExpression() throws Exception {
        final String reply = client.ask("<get><filter type='xpath'/></get>");
        assertError("missing-attribute", "filter", reply);
        assertTrue(reply.contains("<bad-attribute>select</bad-attribute>"), reply);
    }

    @Test
    void shouldSelectState() throws Exception {
        assertEquals("<r><name>bb</name><statistics><packets>2</packets></statistics></r>",
            shortened(client.ask("<get><filter type='xpath' xmlns:r='" + RULES
                + "' select=\"//r:traffic-rule[r:statistics/r:packets=2]//r:packets\"/></get>")));
    }

    @Test
    void shouldGatherOnlyTheStateThatAnExpressionCanReach() throws Exception {
        server.state().add(new StateSource() {
            @Override
            public String node() {
                return "mec-vswitch-slices:slices";
            }

            @Override
            public void tell(final BranchBuilder there) {
                throw new AssertionError("nobody asked");
            }
        });
        assertEquals("<r><name>a</name></r>", shortened(client.ask("<get><filter type='xpath' xmlns:r='" + RULES
            + "' select=\"/r:traffic-rules/r:traffic-rule[r:name='a']/r:name\"/></get>")));
    }

    /** An entry that is named by its key is all that is gathered, whichever kind of filter names it. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<filter type='xpath' select=\"/traffic-rules/traffic-rule[name='bb']/name\"/>",
        "<filter><traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>bb</name><priority/></traffic-rule>"
            + "</traffic-rules></filter>"})
    void shouldTellStateOfTheEntryThatIsNamedOnly(final String filter) throws Exception {
        final List<String> told = new ArrayList<>();
        server.state().add(new StateSource() {
            @Override
            public String node() {
                return "mec-vswitch-rules:traffic-rules";
            }

            @Override
            public void tell(final BranchBuilder there) {
                there.each("traffic-rule", (name, _) -> told.add(name));
            }
        });
        assertTrue(client.ask("<get>" + filter + "</get>").contains("<name>bb</name>"));
        assertEquals(List.of("bb"), told);
    }

    @Test
    void shouldLookAtAllEntriesWhereItHasTo() throws Exception {
        assertEquals("<r><name>a</name></r>", shortened(xpath("/r:traffic-rules/r:traffic-rule[r:name='a']"
            + "[count(/r:traffic-rules/r:traffic-rule) = 3]/r:name")));
        assertEquals("<r><name>a</name></r>",
            shortened(xpath("/r:traffic-rules/r:traffic-rule[r:name='a'][count(../*) = 3]/r:name")));
        assertEquals("<r><name>bb</name></r>",
            shortened(xpath("/r:traffic-rules/r:traffic-rule[r:name='a']/../r:traffic-rule[2]/r:name")));
    }

    // :with-defaults. A rule's filter-type is packet by default.

    private String withDefaults(final String mode, final String rule) throws Exception {
        return client.ask("<get-config><source><running/></source><filter><traffic-rules xmlns='" + RULES
            + "'><traffic-rule><name>" + rule + "</name><filter-type/></traffic-rule></traffic-rules></filter>"
            + "<with-defaults xmlns='" + DEFAULTS + "'>" + mode + "</with-defaults></get-config>");
    }

    private void setFilterType(final String name, final String type) throws Exception {
        assertEquals("<ok/>", client.ask(edit(rule(name, 1, "<filter-type>" + type + "</filter-type>"))));
    }

    /** RFC 6243 §3, with explicit as basic mode: what a client set is no default, whatever its value. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "explicit|a|<r><name>a</name></r>",
        "report-all|a|<r><name>a</name><filter-type>packet</filter-type></r>",
        "report-all-tagged|a|<r><name>a</name><filter-type wd:default=\"true\">packet</filter-type></r>",
        "trim|a|<r><name>a</name></r>",
        "explicit|bb|<r><name>bb</name><filter-type>packet</filter-type></r>",
        "report-all|bb|<r><name>bb</name><filter-type>packet</filter-type></r>",
        "report-all-tagged|bb|<r><name>bb</name><filter-type>packet</filter-type></r>",
        "trim|bb|<r><name>bb</name></r>"})
    void shouldTellDefaultsAsAsked(final String mode, final String rule, final String expected) throws Exception {
        setFilterType("bb", "packet");
        assertEquals(expected, shortened(withDefaults(mode, rule)));
    }

    @Test
    void shouldTellDefaultsOfWhatNobodyConfigured() throws Exception {
        final String all = client.ask("<get-config><source><running/></source><with-defaults xmlns='" + DEFAULTS
            + "'>report-all</with-defaults></get-config>");
        assertTrue(all.contains("<dataplane xmlns=\"urn:mec-vswitch:dataplane\">"), all);
        assertTrue(all.contains("<enable-nacm>true</enable-nacm>"), all);
        assertFalse(all.contains("statistics"), all);
    }

    @Test
    void shouldTellNoDefaultWhoseConditionDoesNotHold() throws Exception {
        assertEquals("<ok/>", client.ask("<edit-config><target><candidate/></target><test-option>set"
            + "</test-option><config>"
            + "<interfaces xmlns='urn:ietf:params:xml:ns:yang:ietf-interfaces'><interface><name>p</name>"
            + "<type xmlns:p='urn:mec-vswitch:ports'>p:dpdk-port</type><port xmlns='urn:mec-vswitch:ports'>"
            + "<role>access</role></port></interface></interfaces></config></edit-config>"));
        final String all = client.ask("<get-config><source><candidate/></source><with-defaults xmlns='" + DEFAULTS
            + "'>report-all</with-defaults></get-config>");
        assertTrue(all.contains("<mtu>1500</mtu>"), all);
        assertFalse(all.contains("peer-mac-address"), all);
    }

    @Test
    void shouldRefuseAModeNobodyKnows() throws Exception {
        assertError("invalid-value", "with-defaults", withDefaults("some", "a"));
        assertError("unknown-element", "with-defaults",
            client.ask("<get><with-defaults>trim</with-defaults></get>"));
    }

    @Test
    void shouldAnnounceWhatItTellsOfDefaults() throws Exception {
        try (TestClient other = server.connect()) {
            final String hello = other.greet(TestClient.HELLO_1_1);
            assertTrue(hello.contains(""
                + "<capability>urn:ietf:params:netconf:capability:with-defaults:1.0?basic-mode=explicit"
                + "&amp;also-supported=report-all,report-all-tagged,trim</capability>"), hello);
            assertTrue(hello.contains("<capability>urn:ietf:params:netconf:capability:xpath:1.0</capability>"), hello);
        }
    }

    /** RFC 6243 §4.5.1. */
    @Test
    void shouldUnsetWhatIsToBeTheDefault() throws Exception {
        setFilterType("a", "packet");
        final String marked = "<filter-type xmlns:wd='urn:ietf:params:xml:ns:netconf:default:1.0' wd:default='true'%s>"
            + "%s</filter-type>";
        assertEquals("<ok/>", client.ask(edit(rule("a", 1, marked.formatted("", "packet")))));
        assertEquals("<r><name>a</name></r>", shortened(withDefaults("explicit", "a")));
        for (final String wrong : List.of(marked.formatted("", "flow"), marked.formatted(" nc:operation='remove'",
            "packet"))) {
            final String reply = client.ask(edit(rule("a", 1, wrong)));
            assertTrue(reply.contains("<error-tag>invalid-value</error-tag>"), reply);
        }
        assertTrue(client.ask(edit(rule("a", 1, marked.formatted("", "packet").replace("true", "x"))))
            .contains("<bad-attribute>default</bad-attribute>"));
    }

    @Test
    void shouldSetAndUnsetDefaultsInACopy() throws Exception {
        final String copy = "<copy-config><target><candidate/></target><source><running/></source><with-defaults "
            + "xmlns='"
            + DEFAULTS + "'>%s</with-defaults></copy-config>";
        assertEquals("<ok/>", client.ask(copy.formatted("report-all")));
        final String all = client.ask("<get-config><source><candidate/></source></get-config>");
        assertTrue(all.contains("<filter-type>packet</filter-type>") && all.contains("<buffers>"), all);
        assertEquals("<ok/>", client.ask("<discard-changes/>"));
        setFilterType("a", "packet");
        assertEquals("<ok/>", client.ask(copy.formatted("trim")));
        assertFalse(client.ask("<get-config><source><candidate/></source></get-config>").contains("filter-type"));
    }

    // NMDA.

    private String getData(final String datastore, final String parameters) throws Exception {
        return client.ask("<get-data xmlns='" + NMDA + "' xmlns:ds='" + DATASTORES + "' xmlns:r='" + RULES
            + "' xmlns:or='urn:ietf:params:xml:ns:yang:ietf-origin'><datastore>ds:" + datastore + "</datastore>"
            + parameters + "</get-data>");
    }

    private static String subtree(final String content) {
        return "<subtree-filter><traffic-rules xmlns='" + RULES + "'>" + content + "</traffic-rules></subtree-filter>";
    }

    private static final String ONE = subtree("<traffic-rule><name>a</name></traffic-rule>");
    private static final String PLAIN = "<r><name>a</name><priority>1</priority><traffic-filter><name>f</name>"
        + "</traffic-filter><action>drop</action></r>";

    @ParameterizedTest
    @ValueSource(strings = {"running", "candidate", "intended"})
    void shouldGiveDataOfConfiguration(final String datastore) throws Exception {
        final String answer = getData(datastore, ONE);
        assertTrue(answer.startsWith("<data xmlns=\"" + NMDA + "\">"), answer);
        assertEquals(PLAIN, shortened(answer));
        assertEquals("<r><name>a</name><priority>1</priority></r>", shortened(getData(datastore,
            "<xpath-filter>//r:traffic-rule[r:name='a']/r:priority</xpath-filter>")));
    }

    @Test
    void shouldGiveWhatIsOperationalWithDefaultsAndState() throws Exception {
        assertEquals("<r><name>a</name><statistics><packets>1</packets><octets>0</octets></statistics>"
                + "<priority>1</priority><filter-type>packet</filter-type><traffic-filter><name>f</name>"
                + "</traffic-filter><action>drop</action></r>", shortened(getData("operational", ONE)));
    }

    @Test
    void shouldTellOrigins() throws Exception {
        final String answer = getData("operational", ONE + "<with-origin/>");
        assertTrue(answer.contains("<traffic-rules xmlns=\"" + RULES + "\" or:origin=\"or:intended\">"), answer);
        assertTrue(answer.contains("<filter-type or:origin=\"or:default\">packet</filter-type>"), answer);
        assertTrue(answer.contains("<statistics><packets>"), answer);
        assertTrue(answer.contains("xmlns:or=\"urn:ietf:params:xml:ns:yang:ietf-origin\""), answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "<origin-filter>or:default</origin-filter><config-filter>true</config-filter>|"
            + "<r><name>a</name><filter-type>packet</filter-type></r>",
        "<negated-origin-filter>or:default</negated-origin-filter><config-filter>true</config-filter>|" + PLAIN,
        "<origin-filter>or:intended</origin-filter><origin-filter>or:learned</origin-filter>"
            + "<config-filter>true</config-filter>|" + PLAIN,
        "<config-filter>false</config-filter>|"
            + "<r><name>a</name><statistics><packets>1</packets><octets>0</octets></statistics></r>",
        "<max-depth>1</max-depth>|<r><name>a</name></r>",
        "<max-depth>2</max-depth><with-defaults>explicit</with-defaults><config-filter>true</config-filter>|"
            + "<r><name>a</name><priority>1</priority><traffic-filter><name>f</name></traffic-filter>"
            + "<action>drop</action></r>",
        "<with-defaults>trim</with-defaults><config-filter>true</config-filter>|" + PLAIN})
    void shouldKeepWhatFiltersKeep(final String filters, final String expected) throws Exception {
        assertEquals(expected, shortened(getData("operational", ONE + filters)));
    }

    @Test
    void shouldCutBelowTheTopWithoutAFilter() throws Exception {
        assertEquals("<data><traffic-rules></traffic-rules></data>",
            getData("running", "<max-depth>1</max-depth>").replaceAll(" xmlns=\"[^\"]*\"", ""));
    }

    /** RFC 8526 §3.1.1 and its model. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ds:startup||invalid-value|datastore",
        "running||invalid-value|datastore",
        "ds:running|<with-origin/>|invalid-value|with-origin",
        "ds:intended|<origin-filter>or:default</origin-filter>|invalid-value|origin-filter",
        "ds:operational|<origin-filter>or:none</origin-filter>|invalid-value|origin-filter",
        "ds:operational|<max-depth>0</max-depth>|invalid-value|max-depth",
        "ds:operational|<max-depth>65536</max-depth>|invalid-value|max-depth",
        "ds:operational|<config-filter>maybe</config-filter>|invalid-value|config-filter",
        "ds:running|<xpath-filter>1</xpath-filter>|invalid-value|xpath-filter",
        "ds:running|<xpath-filter>/*</xpath-filter><subtree-filter/>|bad-element|xpath-filter",
        "ds:running|<with-defaults>some</with-defaults>|invalid-value|with-defaults",
        "ds:running|<colour/>|unknown-element|colour",
        "ds:running|<max-depth>1</max-depth><max-depth>1</max-depth>|bad-element|max-depth"})
    void shouldRefuseWrongRequestsForData(
        final String datastore, final String parameters, final String tag, final String element) throws Exception {
        assertError(tag, element, client.ask("<get-data xmlns='" + NMDA + "' xmlns:ds='" + DATASTORES
            + "' xmlns:or='urn:ietf:params:xml:ns:yang:ietf-origin'><datastore>" + datastore + "</datastore>"
            + (parameters == null ? "" : parameters) + "</get-data>"));
    }

    @Test
    void shouldAskWhichDatastore() throws Exception {
        assertError("missing-element", "datastore", client.ask("<get-data xmlns='" + NMDA + "'/>"));
    }

    private String editData(final String datastore, final String parameters) throws Exception {
        return client.ask("<edit-data xmlns='" + NMDA + "' xmlns:ds='" + DATASTORES + "'><datastore>ds:" + datastore
            + "</datastore>" + parameters + "</edit-data>");
    }

    @Test
    void shouldEditData() throws Exception {
        assertEquals("<ok/>", editData("candidate", "<config>" + rule("d", 4) + "</config>"));
        assertTrue(getData("candidate", "").contains("<name>d</name>"));
        assertFalse(getData("running", "").contains("<name>d</name>"));
        assertEquals("<ok/>", editData("running",
            "<default-operation>replace</default-operation><config>" + rule("e", 4) + "</config>"));
        assertEquals("<r><name>e</name></r>", shortened(getData("running",
            subtree("<traffic-rule><name/></traffic-rule>"))));
    }

    /** RFC 8526 §3.1.2: what fails in part changes nothing. */
    @Test
    void shouldEditAllOrNothing() throws Exception {
        final String before = getData("candidate", "");
        final String reply = editData("candidate", "<config>" + rule("d", 4) + rule("e", -1) + "</config>");
        assertTrue(reply.contains("<error-tag>invalid-value</error-tag>"), reply);
        assertEquals(before, getData("candidate", ""));
    }

    @Test
    void shouldWriteOnlyWhatIsWritable() throws Exception {
        for (final String datastore : List.of("intended", "operational", "startup")) {
            assertError("invalid-value", "datastore", editData(datastore, "<config/>"));
        }
        assertError("missing-element", "config", editData("running", ""));
        assertError("unknown-element", "test-option", editData("running", "<test-option>set</test-option><config/>"));
    }

    @Test
    void shouldLockAndValidateByTheNewNames() throws Exception {
        final String candidate = "<d:datastore xmlns:d='" + NMDA + "' xmlns:ds='" + DATASTORES
            + "'>ds:%s</d:datastore>";
        assertEquals("<ok/>", client.ask("<lock><target>" + candidate.formatted("candidate") + "</target></lock>"));
        try (TestClient other = server.client()) {
            assertTrue(other.ask("<lock><target><candidate/></target></lock>").contains("lock-denied"));
        }
        assertEquals("<ok/>", client.ask("<validate><source>" + candidate.formatted("running")
            + "</source></validate>"));
        assertEquals("<ok/>", client.ask("<unlock><target>" + candidate.formatted("candidate") + "</target></unlock>"));
        assertError("invalid-value", "datastore",
            client.ask("<lock><target>" + candidate.formatted("operational") + "</target></lock>"));
    }

    @Test
    void shouldListItsDatastores() throws Exception {
        final String library = client.ask("<get><filter><yang-library "
            + "xmlns='urn:ietf:params:xml:ns:yang:ietf-yang-library'><datastore/></yang-library></filter></get>");
        for (final String datastore : List.of("running", "candidate", "intended", "operational")) {
            assertTrue(library.contains(">ds:" + datastore + "</name>"), library);
        }
    }
}
