package io.mecvswitch.control.problem;

/**
 * Where something stands in a file.
 *
 * @param line   from 1; 0 for what does not come from a file
 * @param column from 1; 0 for what does not come from a file
 */
public record Location(int line, int column) {
    /** Of what was not read from a file: defaults, edits over NETCONF. */
    public static final Location NOWHERE = new Location(0, 0);

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
