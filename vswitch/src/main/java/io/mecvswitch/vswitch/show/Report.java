package io.mecvswitch.vswitch.show;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mecvswitch.status.StatusSnapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A view of a sample, with a line that says which process it is of and whether that is well.
 *
 * @param view   what is looked at
 * @param sample what was read
 */
public record Report(View view, Sample sample) {
    private static final JsonFactory JSON = new JsonFactory();
    /** Control beats every second; after this it hangs, or the machine is overloaded. */
    private static final long SILENCE_MS = 5_000;

    /** For people; ends with a line break. */
    public String text(final boolean coloured) {
        final Table table = view.table(sample);
        return heading() + "\n" + (table.size() == 0 ? "Nothing to show.\n" : table.text(coloured));
    }

    private String heading() {
        final StatusSnapshot snapshot = sample.snapshot();
        final long nowMs = System.currentTimeMillis();
        if (!snapshot.alive()) {
            return "Process " + snapshot.pid() + " is gone without a farewell; these are its last counts.";
        }
        final long silentMs = nowMs - snapshot.heartbeatMs();
        return "Process " + snapshot.pid() + ", up " + upTime(nowMs - snapshot.startedMs())
            + (silentMs > SILENCE_MS ? ", its control is silent for " + upTime(silentMs) : "");
    }

    private static String upTime(final long ms) {
        final Duration time = Duration.ofMillis(ms);
        return String.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    /** For machines: one object on one line, the view's rows under its name. */
    public String json() {
        final StatusSnapshot snapshot = sample.snapshot();
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("pid", snapshot.pid());
            json.writeBooleanField("alive", snapshot.alive());
            json.writeNumberField("startedMs", snapshot.startedMs());
            json.writeNumberField("heartbeatMs", snapshot.heartbeatMs());
            json.writeFieldName(view.word());
            view.table(sample).json(json);
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
