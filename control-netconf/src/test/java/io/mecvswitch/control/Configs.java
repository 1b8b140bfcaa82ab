package io.mecvswitch.control;

import io.mecvswitch.control.problem.Problem;
import java.io.IOException;
import java.io.StringWriter;
import io.mecvswitch.control.codec.JsonWriter;
import io.mecvswitch.control.codec.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Documents for tests; one loader for all of them. */
public final class Configs {
    /** The examples of the documentation. */
    public static final Path EXAMPLES = Path.of("..", "docs", "examples");

    /** Loader of the switch's model and a server's. */
    public static final ConfigLoader LOADER = ConfigLoader.ofServer();

    /** Loader of the switch's model alone, as for files. */
    public static final ConfigLoader FILES = new ConfigLoader();

    private Configs() { }

    /** An example of the documentation. */
    public static LoadedConfig example(final String name) throws ConfigException, IOException {
        return LOADER.load(EXAMPLES.resolve(name));
    }

    /** Loads a document. */
    public static LoadedConfig load(final String document) throws ConfigException {
        return LOADER.load("test", document.getBytes(StandardCharsets.UTF_8));
    }

    /** What is wrong with a document; nothing if it is right. */
    public static List<Problem> problems(final String document) {
        try {
            load(document);
            return List.of();
        } catch (final ConfigException e) {
            return e.problems();
        }
    }

    /** The document written in XML. */
    public static String xml(final LoadedConfig loaded) {
        final StringBuilder text = new StringBuilder();
        new XmlWriter(text).write(loaded.root());
        return text.toString();
    }

    /** The document written in JSON. */
    public static String json(final LoadedConfig loaded) throws IOException {
        final StringWriter text = new StringWriter();
        new JsonWriter(text).write(loaded.root());
        return text.toString();
    }
}
