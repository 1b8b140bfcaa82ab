package io.mecvswitch.control.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.Documents;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Problem;
import io.mecvswitch.control.problem.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "\"int8\": -3", "\"test-constraints:int8\": 3", "\"uint64\": \"18446744073709551615\"", "\"flag\": true",
        "\"nothing\": [null]", "\"fruit\": \"apple\"", "\"fruit\": \"test-constraints:apple\"", "\"either\": 5",
        "\"either\": true", "\"either\": \"all\""})
    void shouldReadTheFormsOfRfc7951(final String member) {
        assertEquals(List.of(), Documents.jsonProblems(member));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "\"int9\": 1 | unknown-element /test-constraints:types/int9 1:29",
        "\"x:int8\": 1 | unknown-namespace /test-constraints:types/x:int8 1:29",
        "\"int8\": 1, \"int8\": 2 | bad-element /test-constraints:types/int8 1:40",
        "\"int8\": 1, \"test-constraints:int8\": 2 | bad-element /test-constraints:types/int8 1:40",
        "\"int8\": \"1\" | invalid-value /test-constraints:types/int8 1:29",
        "\"int8\": 1.5 | invalid-value /test-constraints:types/int8 1:29",
        "\"int8\": 1e2 | invalid-value /test-constraints:types/int8 1:29",
        "\"uint64\": 1 | invalid-value /test-constraints:types/uint64 1:29",
        "\"flag\": \"true\" | invalid-value /test-constraints:types/flag 1:29",
        "\"int8\": null | bad-element /test-constraints:types/int8 1:29",
        "\"int8\": {\"a\": [1]} | bad-element /test-constraints:types/int8 1:29",
        "\"int8\": [1, [2], {}], \"flag\": true | bad-element /test-constraints:types/int8 1:29",
        "\"nothing\": [null, null] | bad-element /test-constraints:types/nothing 1:29",
        "\"nothing\": [] | bad-element /test-constraints:types/nothing 1:29",
        "\"nothing\": [[null], 1], \"flag\": true | bad-element /test-constraints:types/nothing 1:29",
        "\"@int8\": {} | unknown-element /test-constraints:types/@int8 1:29",
        "\"state\": \"x\" | unknown-element /test-constraints:types/state 1:29"})
    void shouldRefuseAndSayWhere(final String member, final String expected) {
        assertEquals(expected, text(Documents.jsonProblems(member)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "{\"types\": {}} | unknown-namespace /types 1:2",
        "{\"test-constraints:types\": []} | bad-element /test-constraints:types 1:2",
        "{\"test-constraints:numbers\": {\"few\": {\"name\": \"a\"}}} | bad-element /test-constraints:numbers/few 1:31",
        "{\"test-constraints:numbers\": {\"few\": [1]}} | bad-element /test-constraints:numbers/few 1:39",
        "{\"test-constraints:numbers\": {\"few\": [{}]}} | missing-element /test-constraints:numbers/few 1:39",
        "{\"test-constraints:numbers\": {\"many\": [1, 1]}} | bad-element /test-constraints:numbers/many[.='1'] 1:43"})
    void shouldRefuseTheWrongShape(final String document, final String expected) {
        assertEquals(expected, text(read(document)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "{", "[]", "1", "{\"test-constraints:types\": {}} x", "{\"test-constraints:types\": {}} {}",
        "{'a': 1}", "{\"a\": 01}", "{\"a\" 1}", "\u0000"})
    void shouldRefuseWhatIsNotOneObject(final String document) {
        assertEquals(ErrorTag.MALFORMED_MESSAGE, read(document).getLast().tag());
    }

    @Test
    void shouldBoundDepth() {
        assertEquals(ErrorTag.MALFORMED_MESSAGE,
            read("{\"test-constraints:x\": " + "[".repeat(200)).getLast().tag());
    }

    private static List<Problem> read(final String document) {
        final Problems problems = new Problems();
        Documents.readJson(document, problems);
        return problems.list();
    }

    private static String text(final List<Problem> problems) {
        return String.join("; ", problems.stream().map(problem ->
            problem.tag() + " " + problem.path() + " " + problem.location()).toList());
    }
}
