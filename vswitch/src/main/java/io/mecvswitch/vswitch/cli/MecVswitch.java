package io.mecvswitch.vswitch.cli;

import io.mecvswitch.port.PortException;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.vswitch.ConfigRefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

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
        VersionCommand.class,
        CompletionCommand.class
    },
    footer = {
        "  verify      Build and run the whole test suite (done by the launcher).",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage.",
        "'mec-vswitch COMMAND --help' tells more, with examples."
    })
public final class MecVswitch {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Tell what it does.")
    private boolean help;

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        return new CommandLine(new MecVswitch()).setExecutionExceptionHandler(MecVswitch::explain);
    }

    private static int explain(final Exception failure, final CommandLine command, final ParseResult parsed)
        throws Exception {
        switch (failure) {
            case CommandFailedException _, StatusException _, PortException _, ConfigRefusedException _ ->
                command.getErr().println(failure.getMessage());
            default -> throw failure;
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
