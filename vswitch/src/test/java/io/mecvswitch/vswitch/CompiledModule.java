package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The classes of one module of the build and what their constant pools say they use.
 *
 * @param name    its folder
 * @param classes of its main sources
 */
record CompiledModule(String name, List<ClassModel> classes) {
    /** Reads a module that the build has compiled before. */
    static CompiledModule of(final String name) {
        final Path folder = Path.of("..", name, "target", "classes");
        try (Stream<Path> files = Files.walk(folder)) {
            final List<ClassModel> classes =
                files.filter(file -> file.toString().endsWith(".class")).map(CompiledModule::parse).toList();
            assertFalse(classes.isEmpty(), () -> "no classes in " + folder);
            return new CompiledModule(name, classes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel parse(final Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code io/mecvswitch/stage/Steer}. */
    static String nameOf(final ClassModel type) {
        return type.thisClass().asInternalName();
    }

    /** Whether a name stands anywhere in the class: as a type, in a descriptor, in a generic signature. */
    static boolean mentions(final ClassModel type, final String name) {
        return pool(type).anyMatch(entry -> entry instanceof final Utf8Entry text && text.stringValue().contains(name));
    }

    /** Whether the class uses a field or method that is {@code owner/Type.member}. */
    static boolean uses(final ClassModel type, final Predicate<String> member) {
        return pool(type).anyMatch(entry -> entry instanceof final MemberRefEntry reference
            && member.test(reference.owner().asInternalName() + "." + reference.name().stringValue()));
    }

    private static Stream<PoolEntry> pool(final ClassModel type) {
        return StreamSupport.stream(type.constantPool().spliterator(), false);
    }
}
