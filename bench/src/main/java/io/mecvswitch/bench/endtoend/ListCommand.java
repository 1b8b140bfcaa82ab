package io.mecvswitch.bench.endtoend;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench list}: the scenarios by name. */
@Command(name = "list", description = "List the scenarios that can be run.")
final class ListCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        for (final Scenario scenario : Scenarios.ALL) {
            spec.commandLine().getOut().printf("%-12s %s%n", scenario.label(), scenario.title());
        }
    }
}
