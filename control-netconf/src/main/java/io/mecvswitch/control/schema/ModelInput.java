package io.mecvswitch.control.schema;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.opendaylight.yangtools.yang.common.QName;

/** Reads what {@link ModelOutput} has written, word by word. */
final class ModelInput {
    private final DataInputStream in;
    private final List<String> texts = new ArrayList<>();
    private final List<YangModule> modules = new ArrayList<>();
    private final List<QName> names = new ArrayList<>();

    ModelInput(final byte[] octets) {
        in = new DataInputStream(new ByteArrayInputStream(octets));
    }

    int number() {
        try {
            return in.readInt();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean flag() {
        return number() != 0;
    }

    String text() {
        return numbered(texts, () -> {
            final byte[] utf8 = in.readNBytes(number());
            return new String(utf8, StandardCharsets.UTF_8);
        });
    }

    YangModule module() {
        return numbered(modules, () -> new YangModule(text(), text(), text()));
    }

    Name name() {
        return new Name(module(), text());
    }

    QName yangName() {
        return numbered(names, () -> QName.readFrom(in));
    }

    <E extends Enum<E>> E word(final E[] words) {
        return words[number()];
    }

    <T> Optional<T> maybe(final Supplier<T> read) {
        return flag() ? Optional.of(read.get()) : Optional.empty();
    }

    <T> List<T> all(final Supplier<T> read) {
        final int size = number();
        final List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(read.get());
        }
        return List.copyOf(values);
    }

    /** How something is read that is written in full. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** Something that may have come before, and is the same object then. */
    <T> T numbered(final List<T> known, final Reading<T> read) {
        final int number = number();
        if (number == known.size()) {
            // It has its number before those that it consists of.
            known.add(null);
            try {
                known.set(number, read.read());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return known.get(number);
    }
}
