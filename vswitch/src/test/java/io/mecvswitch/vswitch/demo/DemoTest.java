package io.mecvswitch.vswitch.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.control.ConfigException;
import io.mecvswitch.control.ConfigLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo itself, on ports in memory: it passes where the switch does right, and fails where it does not. */
class DemoTest {
    static final String RULE = "<traffic-rule>\n      <name>";

    private static final ConfigLoader LOADER = new ConfigLoader();

    @TempDir
    private Path folder;

    private final StringWriter text = new StringWriter();

    private boolean demo(final Path config) throws Exception {
        final Demo.Settings settings = new Demo.Settings(1, folder, config, folder.resolve("status"), false);
        return new Demo(settings, DemoTest::load, (layout, ports, messages) -> new CabledProvider(),
            new PrintWriter(text)).run();
    }

    private static SwitchConfig load(final Path file) {
        try {
            return LOADER.load(file).config();
        } catch (final ConfigException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path sabotaged() {
        return folder.resolve("sabotaged.xml");
    }

    /** The demo's own configuration with something left out. */
    static Path without(final Path file, final String from, final String to) throws IOException {
        DemoConfig.write(file);
        final String whole = Files.readString(file);
        final int start = whole.indexOf(from);
        final int end = whole.indexOf(to, start) + to.length();
        Files.writeString(file, whole.substring(0, start) + whole.substring(end));
        return file;
    }

    private void assertVerdict(final String verdict, final String scenario) {
        assertTrue(text.toString().contains(verdict + "  " + scenario), text::toString);
    }

    @Test
    void shouldPassEveryScenario() throws Exception {
        assertTrue(demo(null), text::toString);
        assertTrue(Files.size(folder.resolve("core.pcap")) > 100_000);
    }

    @Test
    void shouldFailScenarioTwoWithoutTheBreakoutRule() throws Exception {
        assertFalse(demo(without(sabotaged(), RULE + "local-breakout", "</traffic-rule>")), text::toString);
        assertVerdict("PASS", "Scenario 1");
        assertVerdict("FAIL", "Scenario 2");
        assertVerdict("PASS", "Scenario 3");
    }

    @Test
    void shouldFailScenarioThreeWithoutTheInlineRule() throws Exception {
        assertFalse(demo(without(sabotaged(), RULE + "through-inline", "</traffic-rule>")), text::toString);
        assertVerdict("PASS", "Scenario 2");
        assertVerdict("FAIL", "Scenario 3");
    }

    @Test
    void shouldFailScenarioOneWithoutTheWire() throws Exception {
        assertFalse(demo(without(sabotaged(), "<wire>", "</wire>")), text::toString);
        assertVerdict("FAIL", "Scenario 1");
        assertTrue(text.toString().contains("NO_WIRE"), text::toString);
    }
}
