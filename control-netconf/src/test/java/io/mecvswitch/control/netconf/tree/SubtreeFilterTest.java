package io.mecvswitch.control.netconf.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.Configs;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6241 §6. */
class SubtreeFilterTest {
    private static final String GTPU = "<gtpu><ecn>true</ecn></gtpu>";

    private static Branch tree;

    @BeforeAll
    static void make() throws RpcException {
        tree = new Edit(Configs.LOADER.schema(), false).apply(Branch.empty(Configs.LOADER.schema().root()),
            EditTest.element("<config><traffic-rules xmlns='urn:mec-vswitch:rules'>"
                + "<traffic-rule><name>a</name><priority>1</priority><action>drop</action></traffic-rule>"
                + "<traffic-rule><name>b</name><priority>2</priority><action>drop</action></traffic-rule>"
                + "</traffic-rules><gtpu xmlns='urn:mec-vswitch:gtpu'><ecn>true</ecn></gtpu></config>"),
            Operation.MERGE);
    }

    private static String select(final String filter) throws RpcException {
        final StringBuilder out = new StringBuilder();
        DataWriter.append(out, new SubtreeFilter(Configs.LOADER.schema(),
            EditTest.element("<filter xmlns='" + Element.NETCONF + "' xmlns:n='" + Element.NETCONF + "'>" + filter
                + "</filter>")).select(tree, Depth.UNBOUNDED));
        return out.toString().replaceAll(" xmlns(:mecr)?=\"[^\"]*\"", "").replace(">mecr:", ">")
            .replaceAll("</?traffic-rules>", "")
            .replaceAll("<traffic-rule><name>(.)</name>", "[$1 ").replace("</traffic-rule>", "]")
            .replace("<priority>", "p").replace("</priority>", "").replace("<action>drop</action>", "d");
    }

    private static String rules(final String content) {
        return "<traffic-rules xmlns='urn:mec-vswitch:rules'>" + content + "</traffic-rules>";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "<traffic-rule/>|[a p1d][b p2d]",
        "<traffic-rule><name/></traffic-rule>|[a ][b ]",
        "<traffic-rule><priority/></traffic-rule>|[a p1][b p2]",
        "<traffic-rule><name>b</name></traffic-rule>|[b p2d]",
        "<traffic-rule><name> b </name><priority/></traffic-rule>|[b p2]",
        "<traffic-rule><priority>1</priority></traffic-rule>|[a p1d]",
        "<traffic-rule><priority>01</priority><action/></traffic-rule>|[a p1d]",
        "<traffic-rule><name>b</name></traffic-rule><traffic-rule><name>a</name><action/></traffic-rule>|[a d][b p2d]",
        "<traffic-rule><name>a</name><priority>2</priority></traffic-rule>|~~",
        "<traffic-rule><name>z</name></traffic-rule>|~~",
        "<traffic-rule><priority>x</priority></traffic-rule>|~~",
        "<traffic-rule><nothing/></traffic-rule>|~~",
        "<traffic-rule n:a='1'/>|~~",
        "<traffic-rule><priority n:a='1'/></traffic-rule>|~~"})
    void shouldSelectRules(final String filter, final String selected) throws RpcException {
        assertEquals(selected, select(rules(filter)));
    }

    @Test
    void shouldSelectNothingByAnEmptyFilter() throws RpcException {
        assertEquals("", select(""));
    }

    @Test
    void shouldSelectSeveralTrees() throws RpcException {
        assertEquals("[a p1d][b p2d]" + GTPU, select(rules("") + "<gtpu xmlns='urn:mec-vswitch:gtpu'/>"));
    }

    @Test
    void shouldAskInAllNamespacesWithoutOne() throws RpcException {
        assertEquals(GTPU, select("<gtpu xmlns=''/>"));
        assertEquals("", select("<gtpu/>"));
        assertEquals("", select("<gtpu xmlns='urn:other'/>"));
    }
}
