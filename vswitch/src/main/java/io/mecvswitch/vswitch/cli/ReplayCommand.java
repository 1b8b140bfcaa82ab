package io.mecvswitch.vswitch.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.vswitch.replay.OutputFolder;
import io.mecvswitch.vswitch.replay.Replay;
import io.mecvswitch.vswitch.replay.ReplayResult;
import io.mecvswitch.vswitch.show.Sample;
import io.mecvswitch.vswitch.show.Screen;
import io.mecvswitch.vswitch.show.Table;
import io.mecvswitch.vswitch.show.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code replay}: runs the switch over capture files, with nothing else than those coming in or going out. */
@Command(
    name = "replay",
    description = "Run a configuration over capture files, and write down what leaves each port.",
    footer = {
        "",
        "Captures are pcap or pcapng; DIR/PORT.pcap is made for every port. Time is capture time. No privilege",
        "is needed, and no device of the configuration is touched. See docs/replay.md.",
        "",
        "Example:",
        "  mec-vswitch replay --config site.xml --in access0=s1u.pcap --in app0=answers.pcap --out out",
        "",
        "Exit codes: 0 every packet is accounted for, 1 it is not or something failed, 2 wrong usage."
    })
final class ReplayCommand implements Callable<Integer> {
    private static final List<View> VIEWS = List.of(View.PORTS, View.RULES, View.DROPS, View.CONSERVATION);
    private static final long PROGRESS_NS = TimeUnit.MILLISECONDS.toNanos(500);

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration, XML or JSON.")
    private Path file;

    @Option(names = "--in", paramLabel = "PORT=FILE", required = true, converter = InputOption.class,
        description = "What arrives on a port. At equal times the port named first goes first.")
    private List<Input> inputs;

    @Option(names = "--out", paramLabel = "DIR", required = true,
        description = "Where captures of what leaves go; made if it is not there.")
    private Path folder;

    @Option(names = "--force", description = "Replace captures in DIR that were not made by replay.")
    private boolean force;

    @Option(names = "--json", description = "One JSON object, instead of tables.")
    private boolean json;

    @Option(names = "--cut-after", paramLabel = "STAGE", split = ",", converter = StageOption.class,
        description = "Cut the line elsewhere than the configuration says: parse, classify and so on, or 'none'. The"
            + " captures must come out the same.")
    private List<Optional<StageName>> cuts;

    private record Input(String port, Path file) { }

    /** A port and its capture. */
    static final class InputOption implements ITypeConverter<Input> {
        @Override
        public Input convert(final String text) {
            final int at = text.indexOf('=');
            if (at < 1 || at == text.length() - 1) {
                throw new TypeConversionException(
                    "'" + text + "': give the port's name and a file, as access0=in.pcap");
            }
            return new Input(text.substring(0, at), Path.of(text.substring(at + 1)));
        }
    }

    /** A stage as it is called in the configuration. */
    static final class StageOption implements ITypeConverter<Optional<StageName>> {
        @Override
        public Optional<StageName> convert(final String word) {
            if (word.equals("none")) {
                return Optional.empty();
            }
            return Optional.of(Arrays.stream(StageName.values())
                .filter(stage -> stage != StageName.TRANSMIT && word(stage).equals(word)).findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "': there is no such stage to cut after")));
        }

        private static String word(final StageName stage) {
            return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public Integer call() {
        final SwitchConfig config = ConfigFile.load(file, loaded -> Replay.configuration(loaded, placement()));
        final Map<String, Path> captures = captures(config);
        final OutputFolder output = OutputFolder.prepare(
            folder, config.ports().stream().map(PortConfig::name).toList(), captures.values(), force);
        final PrintWriter err = spec.commandLine().getErr();
        final Screen screen = new Screen(err, !json && Screen.onTerminal());
        final ReplayResult result = new Replay(config, captures, output, progress(screen), err::println).run();
        screen.draw("");
        result.notes().forEach(err::println);
        show(result);
        return result.conserved() ? 0 : 1;
    }

    private Optional<Placement> placement() {
        return Optional.ofNullable(cuts)
            .map(stages -> Placement.cutAfter(stages.stream().flatMap(Optional::stream).toList()));
    }

    private Map<String, Path> captures(final SwitchConfig config) {
        final Map<String, Path> captures = new LinkedHashMap<>();
        for (final Input input : inputs) {
            require(input.port(), config);
            if (captures.putIfAbsent(input.port(), input.file()) != null) {
                throw wrong("Port '" + input.port() + "' has two captures: merge them with mergecap.");
            }
        }
        return captures;
    }

    private void require(final String name, final SwitchConfig config) {
        final PortConfig port = config.ports().stream().filter(one -> one.name().equals(name)).findFirst()
            .orElseThrow(() -> wrong("There is no port '" + name + "' in " + file + ", there are "
                + String.join(", ", config.ports().stream().map(PortConfig::name).toList()) + "."));
        if (!port.enabled()) {
            throw wrong("Port '" + name + "' is disabled in " + file + ": enable it, or leave its capture out.");
        }
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** For people who watch; what they see says nothing of the result. */
    private static DoubleConsumer progress(final Screen screen) {
        final long[] next = {System.nanoTime() + PROGRESS_NS};
        return share -> {
            if (screen.coloured() && System.nanoTime() - next[0] > 0) {
                screen.draw(String.format(Locale.ROOT, "%.0f %% played%n", 100 * share));
                next[0] = System.nanoTime() + PROGRESS_NS;
            }
        };
    }

    private void show(final ReplayResult result) {
        final PrintWriter out = spec.commandLine().getOut();
        final Sample sample = Sample.first(result.status());
        if (json) {
            out.println(json(result, sample));
        } else {
            VIEWS.forEach(view -> show(out, view.table(sample)));
            result.errors().forEach(error -> out.println(error.text()));
            out.println(verdict(result));
        }
        out.flush();
    }

    private static void show(final PrintWriter out, final Table table) {
        if (table.size() > 0) {
            out.println(table.text(Screen.onTerminal()));
        }
    }

    private static String verdict(final ReplayResult result) {
        return result.conserved() ? "Every packet is accounted for: " + result.conservation() + "."
            : "This is a defect of the switch: " + result.conservation() + "; packet buffers lost: "
                + result.lostBuffers() + "; failures: " + result.errors().size() + ".";
    }

    private static String json(final ReplayResult result, final Sample sample) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (final View view : VIEWS) {
                json.writeFieldName(view.word());
                view.table(sample).json(json);
            }
            json.writeNumberField("lostBuffers", result.lostBuffers());
            json.writeNumberField("errors", result.errors().size());
            json.writeBooleanField("conserved", result.conserved());
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
