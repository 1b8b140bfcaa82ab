package io.mecvswitch.vswitch.cli;

import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.vswitch.run.SwitchProcess;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the switch itself. */
@Command(
    name = "run",
    description = "Run a switch until SIGTERM or Ctrl-C.",
    footer = {
        "",
        "SIGHUP makes it read its configuration again and apply it under traffic.",
        "It ends with 0 if every packet is accounted for and no packet buffer was lost, else with 1.",
        "",
        "Examples:",
        "  mec-vswitch run --config switch.xml",
        "  mec-vswitch show ports --watch 1        what it does, from another terminal"
    })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InstanceOptions instance;

    @Option(names = "--config", paramLabel = "FILE",
        description = "Its configuration, XML or JSON. Without one it starts empty and says how to configure it.")
    private Path config;

    @Override
    public Integer call() throws InterruptedException {
        final SwitchProcess process = new SwitchProcess(
            Optional.ofNullable(config).map(RunCommand::source), DpdkPortProvider::new, instance.statusPath(),
            spec.commandLine().getOut());
        return process.run() ? 0 : 1;
    }

    private static Supplier<LoadedConfig> source(final Path file) {
        final ConfigLoader loader = new ConfigLoader();
        return () -> ConfigFile.load(loader, file);
    }
}
