package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcnTest {
    /** RFC 6040 figure 4: Not-ECT is 0, ECT(1) 1, ECT(0) 2, CE 3; -1 is a drop. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "0, 2, 0", "0, 1, 0", "0, 3, -1",
        "2, 0, 2", "2, 2, 2", "2, 1, 1", "2, 3, 3",
        "1, 0, 1", "1, 2, 1", "1, 1, 1", "1, 3, 3",
        "3, 0, 3", "3, 2, 3", "3, 1, 3", "3, 3, 3"})
    void shouldCombineMarksAsTheFigureSays(final int inner, final int outer, final int expected) {
        assertEquals(expected, Ecn.decapsulated(inner, outer));
    }
}
