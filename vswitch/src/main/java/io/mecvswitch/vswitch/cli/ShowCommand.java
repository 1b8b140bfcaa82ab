package io.mecvswitch.vswitch.cli;

import io.mecvswitch.status.StatusException;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.show.Report;
import io.mecvswitch.vswitch.show.Sample;
import io.mecvswitch.vswitch.show.Screen;
import io.mecvswitch.vswitch.show.View;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code show}: what the running switch counts, read from its status file. It notices nothing of being watched. */
@Command(
    name = "show",
    description = "Show what a running switch counts.",
    footer = {
        "",
        "Examples:",
        "  mec-vswitch show ports                  once",
        "  mec-vswitch show lanes --watch 1        every second, with rates",
        "  mec-vswitch show drops --json           for machines",
        "  mec-vswitch show conservation           is every packet accounted for?",
        "  mec-vswitch show errors --json          with stack traces"
    })
final class ShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InstanceOptions instance;

    @Parameters(paramLabel = "VIEW", converter = ViewName.class, completionCandidates = ViewNames.class,
        description = "${COMPLETION-CANDIDATES}")
    private View view;

    @Option(names = "--json", description = "One JSON object a line, instead of a table.")
    private boolean json;

    @Option(names = "--watch", paramLabel = "SECONDS", description = "Show it again and again, with rates.")
    private double watchSeconds;

    @Option(names = "--count", paramLabel = "TIMES", description = "Stop after showing it so often.")
    private int times;

    /** Views as they are typed. */
    static final class ViewNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(View.values()).map(View::word).iterator();
        }
    }

    /** A view by its name. */
    static final class ViewName implements ITypeConverter<View> {
        @Override
        public View convert(final String word) {
            return Arrays.stream(View.values()).filter(view -> view.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> new TypeConversionException(
                    "'" + word + "': show one of " + String.join(", ", new ViewNames())));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        final Screen screen = new Screen(spec.commandLine().getOut(), Screen.onTerminal());
        Sample sample = Sample.first(open());
        show(screen, sample);
        for (int shown = 1; watchSeconds > 0 && shown != times; shown++) {
            TimeUnit.NANOSECONDS.sleep((long) (watchSeconds * 1e9));
            sample = sample.next(open());
            show(screen, sample);
        }
        return 0;
    }

    /** Opened anew each time: the switch may have been started again in between. */
    private StatusReader open() {
        if (Files.notExists(instance.statusPath())) {
            throw new StatusException("No switch named '" + instance.name() + "' is running here (no "
                + instance.statusPath() + "). Start one with 'mec-vswitch run --config FILE'.");
        }
        return StatusReader.open(instance.statusPath());
    }

    private void show(final Screen screen, final Sample sample) {
        final Report report = new Report(view, sample);
        if (json) {
            screen.line(report.json());
        } else {
            screen.draw(report.text(screen.coloured()));
        }
    }
}
