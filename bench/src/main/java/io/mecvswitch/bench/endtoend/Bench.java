package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.airtime.AirtimeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code ./mec-vswitch bench}: measures the switch beside its peers; the launcher starts it. */
@Command(
    name = "mec-vswitch bench",
    description = "Measure the switch beside its peers, on the same ports in the same run.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ListCommand.class, RunCommand.class, AllCommand.class, LoadCommand.class, CompareCommand.class,
        AirtimeCommand.class, LimitsCommand.class})
public final class Bench {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Tell what it does.")
    private boolean help;

    private Bench() {
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(final String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, ready to execute. */
    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println("The benchmark ended early: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
    }
}
