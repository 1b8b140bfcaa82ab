package io.mecvswitch.vswitch.cli;

import io.mecvswitch.port.PortException;
import io.mecvswitch.status.StatusException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command all others belong to. */
@Command(
    name = "mec-vswitch",
    description = "A user-space packet dataplane for mobile-edge servers.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
        ShowCommand.class,
        VersionCommand.class,
        CompletionCommand.class
    },
    footer = {
        "  verify      Build and run the whole test suite (done by the launcher).",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage.",
        "'mec-vswitch COMMAND --help' tells more, with examples."
    })
public final class MecVswitch implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Tell what it does.")
    private boolean help;

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        return new CommandLine(new MecVswitch()).setExecutionExceptionHandler(MecVswitch::explain);
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    private static int explain(final Exception failure, final CommandLine command, final ParseResult parsed)
        throws Exception {
        if (failure instanceof StatusException || failure instanceof PortException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
