package io.mecvswitch.control;

import io.mecvswitch.control.codec.JsonReader;
import io.mecvswitch.control.codec.Utf8;
import io.mecvswitch.control.codec.XmlReader;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.map.SwitchMapper;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.View;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.Model;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.validate.Defaults;
import io.mecvswitch.control.validate.Validator;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads configuration files. The model is read once, when the loader is made. One thread at a time.
 */
public final class ConfigLoader {
    /** Longest file that is read, octets: two hundred thousand rules, or four hundred thousand bearers. */
    public static final long MAX_SIZE = 192L << 20;

    private final Schema schema;

    /** A loader for the switch's model. */
    public ConfigLoader() {
        this(Model.SWITCH.read());
    }

    /** A loader for the switch's model and that of a NETCONF server. */
    public static ConfigLoader ofServer() {
        return new ConfigLoader(Model.SERVER.read());
    }

    ConfigLoader(final Schema schema) {
        this.schema = schema;
    }

    /** The model. */
    public Schema schema() {
        return schema;
    }

    /**
     * Loads a file in XML or JSON; which of them, its first character tells.
     *
     * @throws ConfigException if it is refused
     * @throws IOException     if it can't be read
     */
    public LoadedConfig load(final Path file) throws ConfigException, IOException {
        return load(file.toString(), read(file));
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if it is too long
     * @throws IOException     if it can't be read
     */
    public byte[] read(final Path file) throws ConfigException, IOException {
        if (Files.size(file) > MAX_SIZE) {
            final Problems problems = new Problems();
            problems.add(ErrorTag.TOO_BIG, "/", Location.NOWHERE, "the file is longer than " + MAX_SIZE + " octets");
            throw new ConfigException(file.toString(), problems.list());
        }
        return Files.readAllBytes(file);
    }

    /**
     * Takes a tree for a configuration.
     *
     * @param name of where it comes from, for messages
     * @throws ConfigException if the model does not allow it
     */
    public LoadedConfig load(final String name, final Branch tree) throws ConfigException {
        final Problems problems = new Problems();
        final InnerNode root = View.of(tree, new Defaults(schema));
        new Validator(schema).checkAllBelow(root, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(name, problems.list());
        }
        return new LoadedConfig(name, root, SwitchMapper.map(root));
    }

    /**
     * Loads a document.
     *
     * @param name     its name, for messages
     * @param document XML or JSON
     * @throws ConfigException if it is refused
     */
    public LoadedConfig load(final String name, final byte[] document) throws ConfigException {
        final Problems problems = new Problems();
        final InnerNode root = read(document, problems);
        // A document that can't be read to its end lacks things that only seem to be missing.
        if (problems.list().stream().noneMatch(problem -> problem.tag() == ErrorTag.MALFORMED_MESSAGE)) {
            new Validator(schema).validate(root, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(name, problems.list());
        }
        return new LoadedConfig(name, root, SwitchMapper.map(root));
    }

    private InnerNode read(final byte[] document, final Problems problems) {
        final String text = Utf8.decode(document, problems).orElse("");
        if (!problems.isEmpty()) {
            return InnerNode.root(schema);
        }
        return isJson(text) ? new JsonReader(schema, problems).read(new StringReader(text))
            : new XmlReader(schema, problems).read(new StringReader(text));
    }

    private static boolean isJson(final String text) {
        return text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
    }
}
