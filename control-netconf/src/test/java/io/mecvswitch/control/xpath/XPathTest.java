package io.mecvswitch.control.xpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableBiMap;
import io.mecvswitch.control.Documents;
import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.InstancePath;
import io.mecvswitch.control.schema.Condition;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.xml.xpath.XPathExpressionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.yangtools.yang.common.BiMapYangNamespaceContext;
import org.opendaylight.yangtools.yang.common.QNameModule;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathParserFactory;

/** Expressions are evaluated from the leaf {@code chosen} in {@code references}. */
class XPathTest {
    private static final InnerNode ROOT = Documents.tree("<references>"
        + "<group><name>g</name><member><id>1</id><label>one</label></member>"
        + "<member><id>2</id><label>two</label></member></group>"
        + "<group><name>h</name><member><id>3</id></member></group>"
        + "<chosen>g</chosen><member>2</member></references>"
        + "<types xmlns=\"urn:test:constraints\" xmlns:t=\"urn:test:constraints\"><colour>green</colour>"
        + "<fruit>t:boskoop</fruit><int8>-3</int8></types>"
        + "<numbers xmlns=\"urn:test:constraints\"><few><name>x</name></few></numbers>");

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        // Paths (XPath 1.0 §2).
        ". ~ g", "../member ~ 2", "../t:group/t:name ~ g", "/references/group[2]/name ~ h",
        "/t:references/group[last()]/name ~ h",
        "../group[name = current()]/member[id = 2]/label ~ two", "count(../group/member) ~ 3",
        "count(//member[label]) ~ 2", "count(../group/member/label/../..) ~ 1",
        "string(../group/member[position() = 2]/id) ~ 2",
        "count(../*) ~ 4", "count(ancestor::*) ~ 2", "count(/references/descendant::id) ~ 3", "self::node() ~ g",
        "count(../group/name | ../group/member/id | ../group/name) ~ 5", "count(../nowhere) ~ 0", "count(@x) ~ 0",
        // Comparisons and arithmetic (§3.4, §3.5).
        "../group/name = 'h' ~ true", "../group/name != 'h' ~ true", "../group/member/id > 2 ~ true",
        "../group/member/id > 3 ~ false",
        "../group/name = ../chosen ~ true", "../member >= 2 ~ true", "../member <= 1 ~ false",
        "../member < 3 and 1 = 1 ~ true",
        "../nowhere = '' ~ false", "not(../nowhere) or false() ~ true", "true() = 'x' ~ true",
        "../nowhere = false() ~ true",
        "1 + 2 * 3 ~ 7", "7 mod 3 ~ 1", "1 div 4 ~ 0.25", "-../member ~ -2", "1 div 0 ~ Infinity", "number(.) ~ NaN",
        "5 - 7 ~ -2",
        // Functions (§4).
        "concat('a', ., 1) ~ ag1", "contains('abc', 'b') ~ true", "starts-with('abc', 'bc') ~ false",
        "substring('12345', 2, 3) ~ 234", "substring('12345', 1.5, 2.6) ~ 234", "substring('12345', 2) ~ 2345",
        "substring-before('1999/04', '/') ~ 1999", "substring-after('1999/04', '/') ~ 04", "string-length('äö') ~ 2",
        "string-length() ~ 1",
        "normalize-space('  a  b ') ~ a b", "translate('bar', 'abc', 'AB') ~ BAr", "sum(../group/member/id) ~ 6",
        "floor(2.6) ~ 2", "ceiling(2.2) ~ 3", "round(2.5) ~ 3", "boolean(../group) ~ true", "boolean('') ~ false",
        "local-name(..) ~ references", "name() ~ test-constraints:chosen", "namespace-uri(..) ~ urn:test:constraints",
        // Functions of YANG (RFC 7950 §10).
        "deref(.)/../member[1]/label ~ one", "count(deref(../group)) ~ 0", "re-match(., '[a-z]') ~ true",
        "re-match('gg', '[a-z]') ~ false",
        "derived-from(/types/fruit, 't:fruit') ~ true", "derived-from(/types/fruit, 't:boskoop') ~ false",
        "derived-from-or-self(/types/fruit, 'boskoop') ~ true", "derived-from-or-self(/types/fruit, 't:stone') ~ false",
        "enum-value(/types/colour) ~ 7", "enum-value(/types/int8) ~ NaN", "current()/../member ~ 2"})
    void shouldEvaluate(final String expression, final String result) throws XPathExpressionException {
        assertEquals(result, evaluate(expression).string());
    }

    @Test
    void shouldRefuseAFunctionNobodyKnows() {
        assertThrows(XPathException.class, () -> evaluate("id('x')"));
    }

    @Test
    void shouldRefuseAnAxisThatIsNotEvaluated() {
        assertThrows(XPathException.class, () -> evaluate("following-sibling::member"));
    }

    private static Value evaluate(final String expression) throws XPathExpressionException {
        final var context = new BiMapYangNamespaceContext(
            ImmutableBiMap.of("t", QNameModule.ofRevision("urn:test:constraints", "2026-01-01")));
        final var parsed = ServiceLoader.load(YangXPathParserFactory.class).findFirst().orElseThrow()
            .newParser(context).parseExpression(expression);
        final Condition condition = new Condition(parsed, expression,
            Documents.SCHEMA.module("test-constraints").orElseThrow(),
            false, Optional.empty(), Optional.empty());
        final DataNode chosen = InstancePath.nearest(ROOT, "/test-constraints:references/chosen");
        return XPathCompiler.compile(condition, Documents.SCHEMA, new Leafrefs(Documents.SCHEMA)).evaluate(chosen);
    }
}
