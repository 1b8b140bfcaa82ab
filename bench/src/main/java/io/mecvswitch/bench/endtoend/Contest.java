package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What the commands have in common that measure the switch beside its peers. */
abstract class Contest extends Measurement {
    private static final Effort QUICK = new Effort(1, 1, 4);

    @Option(names = "--rounds", defaultValue = "5", description = "Times that each contender runs (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--patience", defaultValue = "10", paramLabel = "SECONDS",
        description = "Seconds at most until a rate is taken for steady (${DEFAULT-VALUE}).")
    private int patience;

    @Option(names = "--quick", description = "One round of one second, after four at most: what to expect, not what to"
        + " quote.")
    private boolean quick;

    @Option(names = "--peers", split = ",", paramLabel = "NAME",
        description = "Contenders beside the switch: testpmd, OVS-DPDK, 'same work in C' (all).")
    private Set<String> peers = Set.of();

    @Option(names = "--under", defaultValue = "",
        description = "Command that every contender is run under, such as 'chrt -r 20' on a machine with other work.")
    private String under;

    @Override
    final void check() {
        super.check();
        checkPositive("--rounds", rounds);
        checkPositive("--patience", patience);
    }

    /**
     * Runs scenarios with all contenders, and tells and keeps what came out.
     *
     * @param file name of the results' files without what follows the dot; those of {@code --quick} are called so, that
     *     they don't take the place of any that are quoted
     * @return exit code
     */
    final int measure(final List<Scenario> scenarios, final String file) throws IOException, InterruptedException {
        final Effort effort = quick ? QUICK : new Effort(rounds, seconds(), patience);
        final List<String> prefix = prefix();
        final Contender subject = new SwitchContender(prefix, jvmFlags(), effort);
        final List<Contender> contenders = List.of(subject, new SameWorkContender(prefix, effort),
            new TestpmdContender(prefix, effort), new OvsContender(prefix, effort)).stream()
            .filter(contender -> contender == subject || peers.isEmpty() || peers.contains(contender.name())).toList();
        if (!OvsProcess.isInstalled()) {
            tell("SKIPPED: Open vSwitch is not here; install openvswitch-switch-dpdk to measure beside it.");
        }
        final Report report = new Report(Machine.facts(jvmFlags(), prefix));
        final int failed = new EndToEnd(effort.rounds(), contenders, this::tell)
            .run(scenarios, report, () -> keep(quick ? "quick" : file, report));
        print(report.markdown());
        return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void keep(final String file, final Report report) throws IOException {
        keep(file + ".json", report.json());
        keep(file + ".md", report.markdown());
    }

    /** Whether little is to be measured. */
    final boolean isQuick() {
        return quick;
    }

    /** How often each contender is measured. */
    final int rounds() {
        return quick ? QUICK.rounds() : rounds;
    }

    /** The command that contenders are run under, in words. */
    final List<String> prefix() {
        return under.isBlank() ? List.of() : List.of(under.strip().split("\\s+"));
    }
}
