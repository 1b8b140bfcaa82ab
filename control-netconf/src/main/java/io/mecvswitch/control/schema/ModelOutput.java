package io.mecvswitch.control.schema;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.opendaylight.yangtools.yang.common.QName;

/**
 * The words of which a model is written down; {@link ModelInput} reads them. What comes again and again is written in
 * full the first time, and as its number after that:
 *
 * <pre>
 *   4 octets: number   then only if nothing had this number yet: the thing itself, which has it from now on
 * </pre>
 */
final class ModelOutput {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(octets);
    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<YangModule, Integer> modules = new HashMap<>();
    private final Map<QName, Integer> names = new HashMap<>();

    /** What was written. */
    byte[] octets() {
        return octets.toByteArray();
    }

    ModelOutput number(final int number) {
        try {
            out.writeInt(number);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    ModelOutput flag(final boolean flag) {
        return number(flag ? 1 : 0);
    }

    ModelOutput text(final String text) {
        return numbered(texts, text, () -> {
            final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            out.write(utf8, 0, utf8.length);
        });
    }

    ModelOutput module(final YangModule module) {
        return numbered(modules, module, () -> {
            text(module.name());
            text(module.namespace());
            text(module.prefix());
        });
    }

    ModelOutput name(final Name name) {
        return module(name.module()).text(name.local());
    }

    /** A name of yangtools. */
    ModelOutput name(final QName name) {
        return numbered(names, name, () -> name.writeTo(out));
    }

    /** One of a fixed set of words. */
    ModelOutput word(final Enum<?> word) {
        return number(word.ordinal());
    }

    <T> ModelOutput maybe(final Optional<? extends T> value, final Consumer<T> write) {
        flag(value.isPresent());
        value.ifPresent(write);
        return this;
    }

    <T> ModelOutput all(final Collection<? extends T> values, final Consumer<T> write) {
        number(values.size());
        values.forEach(write);
        return this;
    }

    /** How something is written in full. */
    interface Writing {
        void write() throws IOException;
    }

    /** Something that may come again; {@code known} has what came before. */
    <T> ModelOutput numbered(final Map<T, Integer> known, final T value, final Writing write) {
        final Integer before = known.get(value);
        number(before == null ? known.size() : before);
        if (before == null) {
            known.put(value, known.size());
            try {
                write.write();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }
}
