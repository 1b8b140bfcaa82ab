package io.mecvswitch.vswitch.cli;

import io.mecvswitch.port.PortException;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.vswitch.ConfigRefusedException;
import io.mecvswitch.vswitch.LaneStuckException;
import io.mecvswitch.vswitch.airtime.AirCommand;
import io.mecvswitch.vswitch.airtime.AirtimeControllerCommand;
import io.mecvswitch.vswitch.run.ManagementException;
import java.util.List;
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
    footer = {
        "  verify      Build and run the whole test suite (done by the launcher).",
        "  bench       Measure the switch beside its peers (done by the launcher).",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage.",
        "'mec-vswitch COMMAND --help' tells more, with examples."
    })
public final class MecVswitch {
    private static final List<Class<?>> COMMANDS = List.of(
        DemoCommand.class,
        RunCommand.class,
        ReplayCommand.class,
        ShowCommand.class,
        ConfigCommand.class,
        NetconfPasswordCommand.class,
        AirtimeControllerCommand.class,
        AirCommand.class,
        VersionCommand.class,
        CompletionCommand.class);

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Tell what it does.")
    private boolean help;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    /** The command line, ready to execute anything. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /**
     * The command line, ready to execute these arguments. To make a command takes the parser some milliseconds in a JVM
     * that has just begun; so the one that is named first is the only one, unless it asks for the others.
     */
    public static CommandLine commandLine(final String[] arguments) {
        final List<Class<?>> named = COMMANDS.stream().filter(command -> arguments.length > 0
            && command.getAnnotation(Command.class).name().equals(arguments[0])).toList();
        return commandLine(named.isEmpty() || named.contains(CompletionCommand.class) ? COMMANDS : named);
    }

    private static CommandLine commandLine(final List<Class<?>> commands) {
        final MecVswitch root = new MecVswitch();
        final CommandLine line = new CommandLine(root);
        commands.forEach(line::addSubcommand);
        return line.setExecutionExceptionHandler(root::explain);
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
