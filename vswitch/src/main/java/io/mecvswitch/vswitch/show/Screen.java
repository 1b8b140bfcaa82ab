package io.mecvswitch.vswitch.show;

import java.io.Console;
import java.io.PrintWriter;

/**
 * Where tables are shown: on a terminal each new one in the place of the last, elsewhere one after the other.
 *
 * <p>One thread.
 */
public final class Screen {
    /** Cursor so many lines up, then clear from there on. */
    private static final String REWIND = "\033[%dA\033[J";

    private final PrintWriter out;
    private final boolean terminal;
    private int linesShown;

    /**
     * @param out      where to
     * @param terminal whether it understands colours and cursor movements
     */
    public Screen(final PrintWriter out, final boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether this process writes to a terminal, and its user did not refuse colours (no-color.org). */
    public static boolean onTerminal() {
        final Console console = System.console();
        return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether {@link #draw} may be given colours. */
    public boolean coloured() {
        return terminal;
    }

    /** Shows a text of whole lines in the place of the last one. */
    public void draw(final String text) {
        if (terminal && linesShown > 0) {
            out.printf(REWIND, linesShown);
        }
        linesShown = (int) text.lines().count();
        out.print(text);
        out.flush();
    }

    /** Writes a line below. */
    public void line(final String text) {
        linesShown = 0;
        out.println(text);
        out.flush();
    }
}
