package io.mecvswitch.vswitch.cli;

import io.mecvswitch.port.PortException;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.vswitch.ConfigRefusedException;
import io.mecvswitch.vswitch.LaneStuckException;
import io.mecvswitch.vswitch.airtime.AirCommand;
import io.mecvswitch.vswitch.airtime.AirtimeControllerCommand;
import io.mecvswitch.vswitch.run.ManagementException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine;

/** The command all others belong to. */
@Command(
    name = "mec-vswitch",
    description = "A user-space packet dataplane for mobile-edge servers.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
        DemoCommand.class,
        RunCommand.class,
        ReplayCommand.class,
        ShowCommand.class,
        ConfigCommand.class,
        NetconfPasswordCommand.class,
        AirtimeControllerCommand.class,
        AirCommand.class,
        VersionCommand.class,
        CompletionCommand.class
    },
    footer = {
        "  verify      Build and run the whole test suite (done by the launcher).",
        "  bench       Measure the switch beside its peers (done by the launcher).",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage.",
        "'mec-vswitch COMMAND --help' tells more, with examples."
    })
public final class MecVswitch {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Tell what it does.")
    private boolean help;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        final MecVswitch root = new MecVswitch();
        return new CommandLine(root).setExecutionExceptionHandler(root::explain);
    }

    private int explain(final Exception failure, final CommandLine command, final ParseResult parsed) {
        switch (failure) {
            case CommandFailedException _, StatusException _, PortException _, ConfigRefusedException _,
                LaneStuckException _, ManagementException _ -> command.getErr().println(failure.getMessage());
            default -> command.getErr().println("MEC vSwitch failed, which is a defect of it (" + failure + ")."
                + " Do it again with --verbose and report what that shows.");
        }
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
