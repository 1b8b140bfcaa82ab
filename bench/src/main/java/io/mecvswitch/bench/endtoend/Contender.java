package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.nio.file.Path;

/** A program that forwards packets, and tells how many. */
interface Contender {
    /** As it is called in tables. */
    String name();

    /** Whether it is here, and can do what a scenario asks. */
    default boolean knows(final Scenario scenario) {
        return true;
    }

    /**
     * Runs it once, in a process of its own, until its rate is steady and has been measured.
     *
     * @param scenario what to forward
     * @param folder   where the scenario's captures are
     * @return million packets per second
     * @throws IOException if it can't be run
     */
    double run(Scenario scenario, Path folder) throws IOException, InterruptedException;
}
