package io.mecvswitch.vswitch.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mecvswitch.vswitch.show.Column.Format;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private final Table table = new Table(List.of(
        Column.text("Port", "port"), Column.count("Packets", "packets"), Column.text("Link", "link")));

    @Test
    void shouldAlignNumbersToTheRightAndWordsToTheLeft() {
        table.add(List.of("access", 1_234_567L, "up")).add(List.of("core", 5, "down"));

        assertEquals("""
            Port      Packets  Link
            access  1,234,567  up
            core            5  down
            """, table.text(false));
    }

    @Test
    void shouldWriteADashForWhatIsNotKnown() {
        table.add(Arrays.asList("access", null, null));

        assertEquals("""
            Port    Packets  Link
            access        -  -
            """, table.text(false));
    }

    @Test
    void shouldColourHeadingsAndAlarmsOnly() {
        table.add(List.of("core", 5, Table.alarmIf(true, "down"))).add(List.of("b", 5, Table.alarmIf(false, "up")));

        assertEquals("""
            \033[1mPort\033[0m  \033[1mPackets\033[0m  \033[1mLink\033[0m
            core        5  \033[31mdown\033[0m
            b           5  up
            """, table.text(true));
    }

    @Test
    void shouldGiveMachinesTheValuesAsTheyAre() throws IOException {
        table.add(Arrays.asList("a \"b\"", 1_234_567L, new Table.Alarm("down"))).add(Arrays.asList("c", null, 0.5));
        final StringWriter text = new StringWriter();

        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            table.json(json);
        }

        assertEquals("[{\"port\":\"a \\\"b\\\"\",\"packets\":1234567,\"link\":\"down\"},"
            + "{\"port\":\"c\",\"packets\":null,\"link\":0.5}]", text.toString());
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        assertThrows(IllegalArgumentException.class, () -> table.add(List.of("access")));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE, 0, 0", "RATE, 999, 999", "RATE, 999.96, 1.0 k", "RATE, 12500000, 12.5 M",
        "TIME, 640, 640 ns", "TIME, 1500, 1.5 us", "TIME, 2500000000, 2.5 s", "TIME, 90000000000, 90.0 s",
        "SHARE, 0.971, 97.1 %", "MEAN, 31.96, 32.0", "COUNT, 1000, '1,000'"})
    void shouldWriteUnits(final Format format, final double value, final String text) {
        assertEquals(text, new Column("", "", format).text(value));
    }
}
