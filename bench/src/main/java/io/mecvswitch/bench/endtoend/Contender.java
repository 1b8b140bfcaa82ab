package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A program that forwards packets, and tells how many. */
interface Contender {
    /** As it is called in tables, or the first word of what it is called there. */
    String name();

    /** Whether it is here, and can do what a scenario asks. */
    default boolean knows(final Scenario scenario) {
        return true;
    }

    /** Whether what it does depends on a scenario's traffic alone, so that one run does for all scenarios of it. */
    default boolean asksForTrafficOnly() {
        return false;
    }

    /**
     * Runs it once, in a process of its own, until its rate is steady and has been measured.
     *
     * @param scenario what to forward
     * @param folder   where the scenario's captures are
     * @return million packets per second, by what it is called in tables
     * @throws IOException if it can't be run
     */
    Map<String, Double> run(Scenario scenario, Path folder) throws IOException, InterruptedException;
}
