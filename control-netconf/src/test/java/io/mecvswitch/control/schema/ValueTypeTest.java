package io.mecvswitch.control.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.Documents;
import io.mecvswitch.control.schema.Lexical.Form;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource({
        "int8, +007, 7", "int8, -128, -128", "int16, 100, 100", "int16, ' 5 ', 5",
        "uint64, 18446744073709551615, 18446744073709551615",
        "flag, true, true", "colour, green, green", "fruit, t:boskoop, test-constraints:boskoop",
        "either, 7, 7", "either, false, false", "either, all, all", "either, t:apple, test-constraints:apple",
        "mac, 02:AA:bb:CC:00:01, 02:aa:bb:cc:00:01",
        "address, 2001:DB8:0:0:0:0:0:1, 2001:db8::1", "address, 10.0.0.1, 10.0.0.1",
        "address, FE80::1%eth0, fe80::1%eth0",
        "prefix, 10.1.2.3/16, 10.1.0.0/16", "prefix, 2001:DB8:1::/32, 2001:db8::/32",
        "short, äöü, äöü", "hex, 09af, 09af"})
    void shouldMakeValuesCanonical(final String leaf, final String written, final String canonical) {
        assertEquals(canonical, canonical(leaf, written, Form.TEXT));
    }

    @ParameterizedTest
    @CsvSource({
        "int8, 128, -128 to 127", "int8, 1.0, no integer", "int8, '', no integer", "int8, 0x10, no integer",
        "int16, 6, '-5 to 5, 100'", "uint64, 18446744073709551616, out of range", "uint64, -1, out of range",
        "ranged, 10, 'a digit, please'", "short, x, 2 to 3", "short, wxyz, 4 characters", "hex, xyz, '[0-9a-f]+'",
        "hex, ff, other than", "flag, TRUE, true or false", "flag, 1, true or false", "colour, blue, 'red, green'",
        "nothing, x, empty element", "fruit, t:stone, t:stone", "fruit, t:fruit, not one of",
        "fruit, x:apple, prefix", "fruit, apple, prefix", "either, 300, fits none", "mac, 02:aa, form",
        "address, 10.0.0.256, fits none", "prefix, 10.0.0.0/33, fits none"})
    void shouldRefuseValuesAndSayWhatWouldDo(final String leaf, final String written, final String hint) {
        final InvalidValueException refused =
            assertThrows(InvalidValueException.class, () -> canonical(leaf, written, Form.TEXT));

        assertTrue(refused.getMessage().contains(hint), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "int8, 1, STRING", "uint64, 1, NUMBER", "flag, true, STRING", "colour, red, NUMBER", "short, 123, NUMBER",
        "nothing, '', STRING", "fruit, t:apple, BOOLEAN", "mac, 02:00:00:00:00:01, NUMBER", "int64, 1, NUMBER"})
    void shouldRefuseWhatJsonWritesInAnotherForm(final String leaf, final String written, final Form form) {
        assertThrows(InvalidValueException.class, () -> canonical(leaf, written, form));
    }

    @Test
    void shouldKeepTheModelsOwnAppTag() {
        assertEquals(Optional.of("digit"), assertThrows(InvalidValueException.class,
            () -> canonical("ranged", "0", Form.TEXT)).appTag());
    }

    @Test
    void shouldKnowDerivedIdentities() {
        assertTrue(Documents.SCHEMA.derivedFrom("test-constraints:boskoop", "test-constraints:fruit"));
        assertTrue(!Documents.SCHEMA.derivedFrom("test-constraints:fruit", "test-constraints:fruit"));
    }

    private static String canonical(final String leaf, final String written, final Form form) {
        final InnerSchema types = (InnerSchema) Documents.SCHEMA.root().child("test-constraints:types").orElseThrow();
        final ValueSchema schema = (ValueSchema) types.child(leaf).orElseThrow();
        return schema.type().canonical(new Lexical(written, form,
            prefix -> prefix.equals("t") ? Documents.SCHEMA.module("test-constraints") : Optional.empty()));
    }

    private static final ValueType.DecimalType PERCENT = new ValueType.DecimalType(4,
        List.of(new ValueType.IntegerType.Interval(BigInteger.ONE, BigInteger.valueOf(1_000_000))),
        ValueType.Complaint.NONE);

    /** RFC 7950 §9.3.2: one digit behind the point at least, and no zeros that say nothing. */
    @ParameterizedTest
    @CsvSource({"30, 30.0", "030.50, 30.5", "+0.0001, 0.0001", "100.0000000, 100.0"})
    void shouldWriteDecimalsCanonically(final String written, final String canonical) {
        assertEquals(canonical, PERCENT.canonical(new Lexical(written, Form.STRING, prefix -> Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0001 to 100.0", "100.0001, out of range", "1.00001, more than 4 digits", ".5, no decimal number",
        "1e2, no decimal number", "'', no decimal number"})
    void shouldRefuseDecimalsAndSayWhatWouldDo(final String written, final String hint) {
        final Lexical lexical = new Lexical(written, Form.STRING, prefix -> Optional.empty());
        final String message =
            assertThrows(InvalidValueException.class, () -> PERCENT.canonical(lexical)).getMessage();
        assertTrue(message.contains(hint), message);
    }
}
