package io.mecvswitch.control.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.Documents;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Problem;
import io.mecvswitch.control.problem.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReaderTest {
    private static final String HEAD = "<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">\n";
    private static final String TYPES = HEAD
        + "<types xmlns=\"urn:test:constraints\" xmlns:t=\"urn:test:constraints\">\n";
    private static final String END = "</types></config>";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<int9>1</int9> | unknown-element /test-constraints:types/test-constraints:int9 3:1",
        "<int8 xmlns=''>1</int8> | unknown-namespace /test-constraints:types/int8 3:1",
        "<int8 xmlns='urn:x'><a><b/></a></int8> | unknown-namespace /test-constraints:types/int8 3:1",
        "<int8>1</int8><int8>2</int8> | bad-element /test-constraints:types/int8 3:15",
        "<int8>many</int8> | invalid-value /test-constraints:types/int8 3:1",
        "<int8><a/></int8> | bad-element /test-constraints:types/int8 3:7",
        "<int8 x='1'>1</int8> | unknown-attribute /test-constraints:types/@x 3:1",
        "words | bad-element /test-constraints:types/text() 2:68",
        "<extra>x</extra> | unknown-element /test-constraints:types/test-constraints:extra 3:1",
        "<state>x</state> | unknown-element /test-constraints:types/state 3:1"})
    void shouldRefuseAndSayWhere(final String element, final String expected) {
        assertEquals(expected, text(read(TYPES + element + END)));
    }

    @Test
    void shouldGoOnAfterAMistake() {
        assertEquals("invalid-value /test-constraints:types/int8 3:1; invalid-value /test-constraints:types/flag 5:3",
            text(read(TYPES + "<int8>x</int8>\n\n  <flag>x</flag>" + END)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<numbers xmlns='urn:test:constraints'><few/></numbers> | missing-element /test-constraints:numbers/few 2:39",
        "<numbers xmlns='urn:test:constraints'><few><name>a</name></few><few><name>a</name></few></numbers> "
            + "| data-exists /test-constraints:numbers/few[name='a'] 2:64",
        "<numbers xmlns='urn:test:constraints'><many>1</many><many>01</many></numbers> "
            + "| bad-element /test-constraints:numbers/many[.='1'] 2:53",
        "<numbers xmlns='urn:test:constraints'/><numbers xmlns='urn:test:constraints'/> "
            + "| bad-element /test-constraints:numbers 2:40"})
    void shouldRefuseDoublesAndMissingKeys(final String element, final String expected) {
        assertEquals(expected, text(read(HEAD + element + "</config>")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<config", "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>", HEAD + "</b>",
        "\u0000", "{}",
        HEAD + "</config><config/>", HEAD + "&undefined;</config>", HEAD + "<a xmlns='x' a='1' a='2'/></config>",
        "<!DOCTYPE config [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" + HEAD + "&b;</config>",
        "<!DOCTYPE config SYSTEM \"file:///etc/passwd\">" + HEAD + "</config>",
        "<?xml version=\"1.0\" encoding=\"UTF-99\"?>" + HEAD + "</config>"})
    void shouldRefuseWhatIsNotWellFormedOrNotSafe(final String document) {
        final List<Problem> problems = read(document);

        assertEquals(1, problems.size(), problems.toString());
        assertEquals(ErrorTag.MALFORMED_MESSAGE, problems.getFirst().tag());
    }

    @Test
    void shouldRefuseAnotherDocumentElement() {
        assertEquals("unknown-element / 1:1", text(read("<types xmlns='urn:test:constraints'/>")));
    }

    @Test
    void shouldAcceptDataAsDocumentElement() {
        assertEquals("", text(read("<data xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'/>")));
    }

    @Test
    void shouldBoundTheDepthOfWhatItSkips() {
        assertEquals("unknown-element /test-constraints:types/test-constraints:x 3:1; too-big / 3:151",
            text(read(TYPES + "<x>".repeat(150))));
    }

    @Test
    void shouldBoundTheLengthOfAValue() {
        assertEquals("too-big /test-constraints:types/short 3:1",
            text(read(TYPES + "<short>" + "x".repeat(5_000) + "</short>" + END)));
    }

    @Test
    void shouldSayWhatThereMayBe() {
        final String message = read(TYPES + "<colr>red</colr>" + END).getFirst().message();

        assertTrue(message.contains("there is no 'colr' in types") && message.contains("colour"), message);
    }

    private static List<Problem> read(final String document) {
        final Problems problems = new Problems();
        Documents.readXml(document, problems);
        return problems.list();
    }

    private static String text(final List<Problem> problems) {
        return String.join("; ", problems.stream().map(problem ->
            problem.tag() + " " + problem.path() + " " + problem.location()).toList());
    }
}
