package io.mecvswitch.vswitch.show;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of values under columns, written as aligned text or as JSON.
 *
 * <pre>
 *   Port    Link  Rx packets
 *   access  up     1,234,567
 *   core    down           0
 * </pre>
 */
public final class Table {
    private static final String GAP = "  ";
    private static final String BOLD = "\033[1m";
    private static final String RED = "\033[31m";
    private static final String PLAIN = "\033[0m";

    private final List<Column> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /** A value that somebody should look at: red where there are colours. */
    public record Alarm(Object value) { }

    /**
     * @param columns from left to right
     */
    public Table(final List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** {@link Alarm} around a value if there is reason for it. */
    public static Object alarmIf(final boolean alarming, final Object value) {
        return alarming ? new Alarm(value) : value;
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column: a string, a number, an {@link Alarm} of one, or null for what is not known
     * @return this table
     */
    public Table add(final List<?> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(Collections.unmodifiableList(new ArrayList<>(cells)));
        return this;
    }

    /** Rows so far. */
    public int size() {
        return rows.size();
    }

    /** The table for people, each line ended. */
    public String text(final boolean coloured) {
        final int[] widths = widths();
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            append(text, i, columns.get(i).heading(), widths[i], coloured ? BOLD : "");
        }
        for (final List<Object> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                append(text, i, cell(row, i), widths[i], coloured && row.get(i) instanceof Alarm ? RED : "");
            }
        }
        return text.toString();
    }

    private int[] widths() {
        final int[] widths = columns.stream().mapToInt(column -> column.heading().length()).toArray();
        for (final List<Object> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cell(row, i).length());
            }
        }
        return widths;
    }

    private void append(
        final StringBuilder text, final int column, final String cell, final int width, final String colour) {
        final boolean last = column == columns.size() - 1;
        final String padding = " ".repeat(width - cell.length());
        final String shown = colour.isEmpty() ? cell : colour + cell + PLAIN;
        if (columns.get(column).format() == Column.Format.TEXT) {
            text.append(shown).append(last ? "" : padding);
        } else {
            text.append(padding).append(shown);
        }
        text.append(last ? "\n" : GAP);
    }

    private String cell(final List<Object> row, final int column) {
        return columns.get(column).text(value(row.get(column)));
    }

    private static Object value(final Object cell) {
        return cell instanceof Alarm(Object value) ? value : cell;
    }

    /** The table for machines: an array of objects, values as they are. */
    public void json(final JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (final List<Object> row : rows) {
            json.writeStartObject();
            for (int i = 0; i < columns.size(); i++) {
                json.writeFieldName(columns.get(i).key());
                write(json, value(row.get(i)));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(final JsonGenerator json, final Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Double number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            default -> json.writeString(value.toString());
        }
    }
}
