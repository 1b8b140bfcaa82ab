package io.mecvswitch.control.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The models that the switch has. To make a {@link Schema} of YANG modules takes yangtools most of a second in a JVM
 * that has just begun, and they change with the build alone; so the build does it, with {@link #main}, and leaves a
 * file beside the classes. Any thread.
 */
public enum Model {
    /** The configuration of a switch. */
    SWITCH(YangModules.SWITCH),
    /** That, and what a NETCONF server tells of itself. */
    SERVER(YangModules.SERVER);

    private static final String FOLDER = "model";

    private final List<String> modules;

    Model(final List<String> modules) {
        this.modules = modules;
    }

    /** Reads it; each time another one. */
    public Schema read() {
        return ModelReader.read(octets());
    }

    /** What the build has written. */
    byte[] octets() {
        try (InputStream in = Model.class.getClassLoader().getResourceAsStream(FOLDER + "/" + file())) {
            if (in == null) {
                throw new IllegalStateException(
                    file() + " is missing from the class path; build control-netconf again, with Maven");
            }
            return in.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it of its YANG modules. */
    Schema load() {
        return SchemaLoader.load(modules);
    }

    private String file() {
        return name().toLowerCase(Locale.ROOT) + ".model";
    }

    /**
     * Writes all of them; the build's part.
     *
     * @param arguments where the classes are
     */
    public static void main(final String[] arguments) throws IOException {
        final Path folder = Files.createDirectories(Path.of(arguments[0], FOLDER));
        for (final Model model : values()) {
            Files.write(folder.resolve(model.file()), ModelWriter.write(model.load()));
        }
    }
}
