package io.mecvswitch.bench.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.bench.ScaleBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Fork;
import picocli.CommandLine;

class BenchTest {
    /** Those in queues and vectors. */
    private static final int MOVING_BUFFERS = 8_192;

    private int kept;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int execute(final String... arguments) {
        final CommandLine command = Bench.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private record FixedContender(String name, double mpps, List<String> order) implements Contender {
        @Override
        public Map<String, Double> run(final Scenario scenario, final Path folder) {
            order.add(name);
            return Map.of(name, mpps);
        }
    }

    private Path result(final String name, final double mpps) throws IOException, InterruptedException {
        final List<String> order = new ArrayList<>();
        final Report report = new Report(Map.of("date", "today"));
        new EndToEnd(3, List.of(new FixedContender("mec-vswitch", mpps, order), new FixedContender("peer", 10, order)),
            line -> { }).run(List.of(Scenarios.labelled("null-wire").orElseThrow()), report, () -> kept++);
        assertEquals(List.of("mec-vswitch", "peer", "mec-vswitch", "peer", "mec-vswitch", "peer"), order, "in turns");
        return Files.writeString(folder.resolve(name), report.json());
    }

    @Test
    void shouldListEveryScenarioByTheNameThatRunTakes() {
        assertEquals(CommandLine.ExitCode.OK, execute("list"));
        Scenarios.ALL.forEach(scenario -> {
            assertTrue(out.toString().contains(scenario.label() + " "), out::toString);
            assertEquals(scenario, Scenarios.labelled(scenario.label()).orElseThrow());
        });
    }

    /** DPDK's capture driver keeps all frames of a file that it reads for ever in packet buffers. */
    @Test
    void shouldHaveBuffersForEveryCapture() {
        Scenarios.ALL.forEach(scenario -> scenario.captures().get().forEach((file, frames) -> assertTrue(
            frames.size() < scenario.buffers() - MOVING_BUFFERS, () -> scenario.label() + ", " + file)));
    }

    @Test
    void shouldTellOpenVSwitchOneRuleForEachBearer() {
        final OvsWork work = Scenarios.labelled("pop-10k").orElseThrow().ovs().orElseThrow().get();
        assertEquals(10_000, work.rules().stream().distinct().count());
        assertTrue(work.rules().contains("in_port=1,tun_id=2654435761,actions=mod_dl_src:02:00:00:00:00:02,"
            + "mod_dl_dst:02:00:00:00:00:01,output:2"));
    }

    @Test
    void shouldCompareTwoResults() throws IOException, InterruptedException {
        assertEquals(CommandLine.ExitCode.OK,
            execute("compare", result("a.json", 8).toString(), result("b.json", 10).toString()));
        assertTrue(out.toString().contains("mec-vswitch          8.00      10.00    1.250"), out::toString);
        assertTrue(out.toString().contains("peer                10.00      10.00    1.000"), out::toString);
        assertEquals(2, kept, "a run that is stopped leaves what it had");
    }

    @Test
    void shouldTellRatiosWithTheirSpread() {
        final Scenario wire = Scenarios.labelled("null-wire").orElseThrow();
        final Report report = new Report(Map.of());
        List.of(8.0, 10.0, 12.0).forEach(mpps -> report.add(wire, Target.SWITCH, mpps));
        List.of(10.0, 20.0, 10.0).forEach(mpps -> report.add(wire, "testpmd io", mpps));
        assertTrue(report.markdown()
            .contains("| testpmd io | 3 | 10.00 | 10.00 | 20.00 | 100.0 | 1.00 | 0.50 to 1.20 |"), report::markdown);
        assertTrue(report.markdown().contains("| null-wire | testpmd io | 0.90 | 1.00 | 0.50 to 1.20 | met |"),
            report::markdown);
    }

    /** What serves Open vSwitch best is what the switch is held against. */
    @Test
    void shouldHoldTheSwitchAgainstTheFastestOfAPeersWays() {
        final Scenario rules = Scenarios.labelled("rules-10k").orElseThrow();
        final Report report = new Report(Map.of());
        report.add(rules, Target.SWITCH, 12);
        report.add(rules, "OVS-DPDK", 1);
        report.add(rules, "OVS-DPDK without EMC", 3);
        assertTrue(report.markdown()
            .contains("| rules-10k | OVS-DPDK without EMC | 6.00 | 4.00 | 4.00 to 4.00 | missed |"), report::markdown);
    }

    @Test
    void shouldHoldTheSwitchAgainstItselfWhereThatIsAsked() {
        final Report report = new Report(Map.of());
        report.add(Scenarios.labelled("pop-10k").orElseThrow(), Target.SWITCH, 20);
        report.add(Scenarios.labelled("pop-1m").orElseThrow(), Target.SWITCH, 9);
        assertTrue(report.markdown().contains("| pop-1m | pop-10k | 0.50 | 0.45 | 0.45 to 0.45 | missed |"),
            report::markdown);
    }

    @Test
    void shouldAskForScenariosThatThereAre() {
        Target.ALL.forEach(target -> assertTrue(Scenarios.labelled(target.scenario()).isPresent()
            && Scenarios.labelled(target.other()).isPresent(), target::toString));
    }

    @Test
    void shouldSayWhatIsNoResult() throws IOException {
        final Path file = Files.writeString(folder.resolve("none.json"), "{\"machine\": {\"date\": \"today\"}}");
        assertEquals(CommandLine.ExitCode.SOFTWARE, execute("compare", file.toString(), file.toString()));
        assertTrue(err.toString().contains("has no rates in it"), err::toString);
        Files.writeString(file, "{\"mpps\": {\"null-wire\": {\"peer\": [\"fast\"]}}}");
        assertEquals(CommandLine.ExitCode.SOFTWARE, execute("compare", file.toString(), file.toString()));
        assertTrue(err.toString().contains("a rate is missing"), err::toString);
    }

    /** The launcher names one, and a JVM that is told two does not start. */
    @Test
    void shouldLeaveTheCollectorOfTheGridToTheLauncher() {
        final List<String> flags = List.of(ScaleBenchmark.class.getAnnotation(Fork.class).jvmArgsAppend());
        assertFalse(flags.stream().anyMatch(flag -> flag.matches("-XX:\\+Use\\w+GC")), flags::toString);
    }

    @Test
    void shouldRefuseWhatCannotBeRun() {
        assertEquals(CommandLine.ExitCode.USAGE, execute("run", "teleport"));
        assertTrue(err.toString().contains("There is no scenario 'teleport'"), err::toString);
        assertEquals(CommandLine.ExitCode.USAGE, execute("run", "null-wire", "--rounds", "0"));
        assertEquals(CommandLine.ExitCode.USAGE, execute("all", "--seconds", "0"));
        assertEquals(CommandLine.ExitCode.USAGE, execute("all", "--patience", "0"));
        assertTrue(err.toString().contains("--patience is at least 1, not 0."), err::toString);
    }
}
