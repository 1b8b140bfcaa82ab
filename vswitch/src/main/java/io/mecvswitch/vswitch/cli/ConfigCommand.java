package io.mecvswitch.vswitch.cli;

import io.mecvswitch.config.SwitchConfig;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config}: looks at configuration files, and touches no switch. */
@Command(
    name = "config",
    description = "Check configuration files.",
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
    @Spec
    private CommandSpec spec;

    @Command(
        name = "validate",
        description = "Tell everything that is wrong with a file, by line.",
        footer = {"", "Example:", "  mec-vswitch config validate docs/examples/2-local-breakout.xml"})
    void validate(
        @Parameters(paramLabel = "FILE", description = "XML, or JSON after RFC 7951.") final Path file) {
        final SwitchConfig config = ConfigFile.load(file).config();
        spec.commandLine().getOut().printf("%s is valid: ports %d, wires %d, rules %d, bearers %d.%n", file,
            config.ports().size(), config.wires().size(), config.rules().size(), config.bearers().size());
    }
}
