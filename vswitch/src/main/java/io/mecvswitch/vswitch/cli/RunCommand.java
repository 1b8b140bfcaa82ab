package io.mecvswitch.vswitch.cli;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.dpdk.Eal;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.vswitch.run.ManagedFile;
import io.mecvswitch.vswitch.run.Management;
import io.mecvswitch.vswitch.run.NetconfManagement;
import io.mecvswitch.vswitch.run.SwitchProcess;
import io.mecvswitch.vswitch.warm.WarmUp;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
        "  mec-vswitch run --config switch.xml --netconf /etc/mec-vswitch/netconf",
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

    @Option(names = "--netconf", paramLabel = "FOLDER",
        description = "Serve NETCONF over SSH. The folder keeps its host key and the public keys of users; it is made"
            + " at the first start, which tells how to add a user. What is committed is written to --config FILE.")
    private Path netconf;

    @Option(names = "--netconf-listen", paramLabel = "ADDRESS:PORT", defaultValue = "127.0.0.1:830",
        converter = SocketAddressConverter.class,
        description = "Where NETCONF listens (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress listen;

    @Option(names = "--netconf-tls", paramLabel = "ADDRESS:PORT", converter = SocketAddressConverter.class,
        description = "Serve NETCONF over TLS, too, to clients with certificates; registered is port 6513. Folder tls"
            + " in that of --netconf has key.pem, certificate.pem, authorities.pem and cert-to-name.")
    private InetSocketAddress tls;

    @Option(names = "--netconf-call-home", paramLabel = "ADDRESS:PORT", converter = SocketAddressConverter.class,
        description = "Connect to a client and serve NETCONF over SSH there; registered is port 4334. Can be repeated.")
    private List<InetSocketAddress> callHome = List.of();

    @Option(names = "--netconf-call-home-tls", paramLabel = "ADDRESS:PORT", converter = SocketAddressConverter.class,
        description = "The same over TLS; registered is port 4335. Needs --netconf-tls. Can be repeated.")
    private List<InetSocketAddress> callHomeTls = List.of();

    @Option(names = "--allow-injection",
        description = "Test mode: NETCONF clients that access control permits it may inject frames into ports, as if"
            + " they had been received.")
    private boolean allowInjection;

    @Option(names = "--warm-up",
        description = "Walk the whole packet path before ports are opened, which takes some ten seconds. The launcher"
            + " does it once after a build, and the JVM's cache keeps what it learns by it.")
    private boolean warmUp;

    @Override
    public Integer call() throws InterruptedException {
        // While the configuration is read. What goes wrong will go wrong again where somebody hears of it.
        Thread.ofPlatform().daemon().name("dpdk-link").uncaughtExceptionHandler((_, _) -> { }).start(Eal::prepare);
        final Optional<ConfigLoader> loader = netconf != null ? Optional.of(ConfigLoader.ofServer())
            : Optional.ofNullable(config).map(_ -> new ConfigLoader());
        final Optional<ManagedFile> managed = Optional.ofNullable(config).filter(_ -> netconf != null)
            .map(file -> new ManagedFile(file, path -> ConfigFile.start(loader.orElseThrow(), path),
                path -> ConfigFile.load(loader.orElseThrow(), path)));
        final SwitchProcess process = new SwitchProcess(
            managed.<Supplier<LoadedConfig>>map(file -> file).or(() -> loader.flatMap(this::source)),
            this::ports, instance.statusPath(), loader.flatMap(one -> management(one, managed)),
            spec.commandLine().getOut());
        if (allowInjection) {
            process.allowInjection();
        }
        return process.run() ? 0 : 1;
    }

    private PortProvider ports(final DataplaneConfig layout, final List<PortConfig> first,
        final Consumer<String> messages) {
        final PortProvider provider = new DpdkPortProvider(layout, first, messages);
        if (warmUp) {
            WarmUp.run(provider);
        }
        return provider;
    }

    private Optional<Supplier<LoadedConfig>> source(final ConfigLoader loader) {
        return Optional.ofNullable(config).map(file -> () -> ConfigFile.load(loader, file));
    }

    private Optional<Management> management(final ConfigLoader loader, final Optional<ManagedFile> managed) {
        if (!callHomeTls.isEmpty() && tls == null) {
            throw new ParameterException(spec.commandLine(), "--netconf-call-home-tls needs --netconf-tls");
        }
        return Optional.ofNullable(netconf).map(folder -> new NetconfManagement(loader.schema(), managed, folder,
            new NetconfManagement.Ways(listen, Optional.ofNullable(tls), callHome, callHomeTls)));
    }
}
