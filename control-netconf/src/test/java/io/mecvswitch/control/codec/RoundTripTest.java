package io.mecvswitch.control.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.ConfigException;
import io.mecvswitch.control.Configs;
import io.mecvswitch.control.Documents;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.problem.Problems;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written reads as what it was. */
class RoundTripTest {
    @ParameterizedTest
    @ValueSource(strings = {"1-pass-through.xml", "2-local-breakout.json", "3-through-application.xml", "4-sgi.xml",
        "5-access-control.xml"})
    void shouldKeepAConfigurationOverBothEncodings(final String example) throws Exception {
        final LoadedConfig loaded = Configs.example(example);
        final LoadedConfig again = Configs.load(Configs.json(Configs.load(Configs.xml(loaded))));

        assertEquals(loaded.config(), again.config());
        assertEquals(Configs.xml(loaded), Configs.xml(again));
        assertEquals(Configs.json(loaded), Configs.json(again));
    }

    @Test
    void shouldKeepEveryTypeAndEveryCharacter() throws IOException {
        final String written = xml(
            read("<types xmlns='urn:test:constraints' xmlns:a='urn:test:constraints'><int8>-5</int8>"
            + "<uint64>9</uint64><flag>true</flag><nothing/><fruit>a:apple</fruit><either>a:boskoop</either></types>"
            + "<references xmlns='urn:test:constraints'>"
            + "<group><name> &lt;&amp;>\"'&#13;\n\t\u00e4\ud83d\ude80 </name></group></references>"));
        final InnerNode again = readJson(json(read(written)));

        assertEquals(written, xml(again));
        assertEquals(" <&>\"'\r\n\t\u00e4\ud83d\ude80 ",
            again.inner("test-constraints:references").findFirst().orElseThrow()
            .inner("group").findFirst().orElseThrow().text("name").orElseThrow());
    }

    @Test
    void shouldKeepTheOrderOfEntriesAndValues() throws IOException {
        final String written = xml(read("<numbers xmlns='urn:test:constraints'><few><name>z</name></few><many>9</many>"
            + "<few><name>a</name></few><many>1</many></numbers>"));

        assertEquals(written, xml(readJson(json(read(written)))));
        assertEquals(List.of("z", "a"), read(written).inner("test-constraints:numbers").findFirst().orElseThrow()
            .inner("few").map(entry -> entry.text("name").orElseThrow()).toList());
    }

    @Test
    void shouldLeaveDefaultsOut() throws IOException {
        assertEquals("<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">\n</config>\n",
            Configs.xml(emptyConfig()));
        assertEquals("{ }\n", Configs.json(emptyConfig()));
    }

    private static LoadedConfig emptyConfig() {
        try {
            return Configs.load("{}");
        } catch (final ConfigException e) {
            throw new AssertionError(e);
        }
    }

    private static InnerNode read(final String document) {
        final Problems problems = new Problems();
        final InnerNode root = Documents.readXml(
            document.startsWith("<config") ? document
                : "<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">" + document + "</config>", problems);
        assertEquals(List.of(), problems.list());
        return root;
    }

    private static InnerNode readJson(final String document) {
        final Problems problems = new Problems();
        final InnerNode root = Documents.readJson(document, problems);
        assertEquals(List.of(), problems.list());
        return root;
    }

    private static String xml(final InnerNode root) {
        final StringBuilder text = new StringBuilder();
        new XmlWriter(text).write(root);
        return text.toString();
    }

    private static String json(final InnerNode root) throws IOException {
        final StringWriter text = new StringWriter();
        new JsonWriter(text).write(root);
        return text.toString();
    }
}
