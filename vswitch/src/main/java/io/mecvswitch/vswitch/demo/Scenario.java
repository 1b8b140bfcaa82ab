package io.mecvswitch.vswitch.demo;

import java.util.List;

/**
 * One thing that the switch is for, and what has to hold when it does it.
 *
 * @param title  for people
 * @param filter display filter that shows its packets in Wireshark
 * @param checks all must pass
 */
record Scenario(String title, String filter, List<Check> checks) {
    /** Whether every check passed. */
    boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }
}
