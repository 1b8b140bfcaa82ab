package io.mecvswitch.vswitch.cli;

import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.demo.Demo;
import io.mecvswitch.vswitch.show.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: shows what the switch is for, without a NIC. */
@Command(
    name = "demo",
    description = "Show the switch at work: 4G, 5G and Wi-Fi traffic, local break-out, an application in the way.",
    footer = {
        "",
        "It ends with 0 if all checks passed, else with 1. Captures and configuration are left in its folder.",
        "",
        "Examples:",
        "  mec-vswitch demo",
        "  mec-vswitch demo --seconds 60                    and meanwhile, from another terminal:",
        "  mec-vswitch show latency --name demo --watch 1",
        "  mec-vswitch demo --config my.xml                 with an edited demo-out/switch.xml"
    })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "15",
        description = "How long traffic runs (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "demo-out",
        description = "Where captures and configuration go (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--config", paramLabel = "FILE", description = "Run this instead of the demo's own configuration.")
    private Path config;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "demo",
        description = "Name of the switch, for 'show' (default: ${DEFAULT-VALUE}).")
    private String name;

    @Override
    public Integer call() throws InterruptedException {
        if (!(seconds >= 1 && seconds <= 86_400)) {
            throw new ParameterException(spec.commandLine(), "--seconds has to be from 1 to 86400.");
        }
        final Demo.Settings settings =
            new Demo.Settings(seconds, folder, config, StatusFile.pathOf(name), Screen.onTerminal());
        final Demo demo = new Demo(settings, file -> ConfigFile.load(file).config(), DpdkPortProvider::new,
            spec.commandLine().getOut());
        try {
            return demo.run() ? 0 : 1;
        } catch (final IOException e) {
            throw new CommandFailedException(
                "The folder " + folder + " can't be written (" + e + "): name another one with --out.", e);
        }
    }
}
