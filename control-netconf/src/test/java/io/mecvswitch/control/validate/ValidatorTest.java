package io.mecvswitch.control.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.Documents;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.problem.Problem;
import io.mecvswitch.control.problem.Problems;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every constraint of YANG, kept and broken, by the module test-constraints. */
class ValidatorTest {
    private static final String GROUPS = "<group><name>g</name><member><id>1</id><label>one</label></member></group>"
        + "<group><name>h</name><member><id>2</id></member></group>";

    @ParameterizedTest
    @ValueSource(strings = {
        "<numbers><few><name>a</name></few><few><name>b</name></few><many>1</many><many>2</many></numbers>",
        "<unique><pair><a>1</a><b>1</b><y>1</y></pair><pair><a>1</a><b>2</b><y>1</y></pair></unique>",
        "<unique><pair><a>1</a><b>1</b><in><x>1</x></in><y>1</y></pair>"
            + "<pair><a>1</a><b>2</b><in><x>1</x></in><y>2</y></pair></unique>",
        "<choices><one>x</one><one-needed>y</one-needed></choices>",
        "<choices><two/></choices>", "<choices><n1>x</n1></choices>", "<choices><two/><volume>1</volume></choices>",
        "<conditions><kind>fancy</kind><only-fancy>x</only-fancy><needed-by-fancy>y</needed-by-fancy></conditions>",
        "<conditions><low>9</low></conditions>", "<conditions><maybe><needed>x</needed></maybe></conditions>",
        "<references>" + GROUPS + "<chosen>g</chosen><member>1</member><label>one</label></references>",
        "<references><lax>nowhere</lax><either>7</either></references>",
        "<references>" + GROUPS + "<either>h</either></references>"})
    void shouldAllow(final String elements) {
        assertEquals(List.of(), Documents.problems(elements));
    }

    @Test
    void shouldRefuseTooFewEntries() {
        final Problems problems = new Problems();
        new Validator(Documents.SCHEMA).validate(Documents.readXml(Documents.xml("<numbers/>"), problems), problems);

        assertEquals("operation-failed too-few-elements /test-constraints:numbers/few", text(problems.list()));
    }

    @Test
    void shouldRefuseTooManyEntries() {
        final Problems problems = new Problems();
        new Validator(Documents.SCHEMA).validate(Documents.readXml(Documents.xml("<numbers><few><name>a</name></few>"
            + "<few><name>b</name></few><few><name>c</name></few></numbers>"), problems), problems);

        assertEquals("operation-failed too-many-elements /test-constraints:numbers/few", text(problems.list()));
    }

    @Test
    void shouldRefuseTooManyValues() {
        assertEquals("operation-failed too-many-elements /test-constraints:numbers/many", text(Documents.problems(
            "<numbers><many>1</many><many>2</many><many>3</many><many>4</many></numbers>")));
    }

    @Test
    void shouldRefuseEqualValuesOfAUniqueGroup() {
        assertEquals("operation-failed data-not-unique /test-constraints:unique/pair[a='1'][b='2']",
            text(Documents.problems("<unique><pair><a>1</a><b>1</b><in><x>1</x></in><y>1</y></pair>"
                + "<pair><a>1</a><b>2</b><in><x>1</x></in><y>1</y></pair></unique>")));
    }

    @ParameterizedTest
    @CsvSource({
        "<choices/>, data-missing missing-choice /test-constraints:choices/must-have",
        "<choices><one>x</one></choices>, data-missing - /test-constraints:choices/one-needed",
        "<choices><two/><n1>x</n1></choices>, bad-element - /test-constraints:choices/three",
        "<choices><n1>x</n1><n2>x</n2></choices>, bad-element - /test-constraints:choices/n2",
        "<choices><two/><level>1</level><volume>1</volume></choices>, bad-element - /test-constraints:choices/loud"})
    void shouldAllowOneCaseOnly(final String elements, final String expected) {
        assertEquals(expected, text(Documents.problems(elements)));
    }

    @ParameterizedTest
    @CsvSource({
        "<only-fancy>x</only-fancy>, unknown-element - /test-constraints:conditions/only-fancy",
        "<kind>fancy</kind>, data-missing - /test-constraints:conditions/needed-by-fancy",
        "<low>10</low>, operation-failed must-violation /test-constraints:conditions/low",
        "<low>5</low><high>4</high>, operation-failed must-violation /test-constraints:conditions/low",
        "<kind>broken</kind>, operation-failed broken /test-constraints:conditions/always",
        "<maybe/>, data-missing - /test-constraints:conditions/maybe/needed"})
    void shouldRefuseWhatAConditionForbids(final String elements, final String expected) {
        assertEquals(expected, text(Documents.problems("<conditions>" + elements + "</conditions>")));
    }

    @ParameterizedTest
    @CsvSource({
        "<chosen>x</chosen>, data-missing instance-required /test-constraints:references/chosen",
        "<chosen>g</chosen><member>2</member>, data-missing instance-required /test-constraints:references/member",
        "<label>two</label>, data-missing instance-required /test-constraints:references/label"})
    void shouldRefuseAReferenceToNothing(final String elements, final String expected) {
        assertEquals(expected, text(Documents.problems("<references>" + GROUPS + elements + "</references>")));
    }

    @Test
    void shouldUseTheModelsOwnMessage() {
        assertEquals("kind must not be 'broken'",
            Documents.problems("<conditions><kind>broken</kind></conditions>").getFirst().message());
    }

    @Test
    void shouldPointAtTheElementThatLacksALeaf() {
        final Problem problem = Documents.problems("<conditions>\n  <maybe/></conditions>").getFirst();

        assertEquals("2:3", problem.location().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "conditions, <conditions/>, kind, plain", "conditions, <conditions/>, fancy-default, ",
        "conditions, <conditions><kind>fancy</kind><needed-by-fancy/></conditions>, fancy-default, yes",
        "choices, <choices><one>x</one><one-needed/></choices>, one-default, 1",
        "choices, <choices><two/></choices>, one-default, ",
        "choices, <choices><two/></choices>, level, 3",
        "choices, <choices><two/><volume>1</volume></choices>, level, "})
    void shouldFillInDefaults(final String container, final String elements, final String leaf, final String value) {
        final Problems problems = new Problems();
        final InnerNode root = Documents.readXml(Documents.xml(elements), problems);
        new Validator(Documents.SCHEMA).validate(root, problems);

        assertEquals(Optional.ofNullable(value),
            root.inner("test-constraints:" + container).findFirst().orElseThrow().text(leaf));
    }

    private static String text(final List<Problem> problems) {
        return String.join("; ", problems.stream().map(problem ->
            problem.tag() + " " + problem.appTag().orElse("-") + " " + problem.path()).toList());
    }
}
