package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.foreign.Linker;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Native code is reached from one class, through the foreign function interface and nothing else. */
class NativeAccessTest {
    private static final String LINKER = Linker.class.getName().replace('.', '/');
    private static final List<Path> CLASSES =
        List.of(Path.of("target/classes"), Path.of("../dataplane-core/target/classes"));

    @Test
    void shouldLinkNativeFunctionsInOneClass() {
        final Set<String> users = classes().filter(c -> uses(c, LINKER))
            .map(c -> c.thisClass().asSymbol().displayName()).collect(Collectors.toSet());
        assertEquals(Set.of(NativeDpdk.class.getSimpleName()), users);
    }

    @Test
    void shouldUseNoUnsafe() {
        assertEquals(List.of(), names(classes()
            .filter(c -> uses(c, "sun/misc/Unsafe") || uses(c, "jdk/internal/misc/Unsafe"))));
    }

    @Test
    void shouldDeclareNoNativeMethod() {
        assertEquals(List.of(), names(classes()
            .filter(c -> c.methods().stream().anyMatch(m -> m.flags().has(AccessFlag.NATIVE)))));
    }

    private static List<String> names(final Stream<ClassModel> classes) {
        return classes.map(ClassModel::thisClass).map(ClassEntry::asSymbol).map(ClassDesc::displayName).toList();
    }

    private static boolean uses(final ClassModel model, final String name) {
        return StreamSupport.stream(model.constantPool().spliterator(), false)
            .anyMatch(entry -> entry instanceof final ClassEntry c && c.asInternalName().equals(name));
    }

    private static Stream<ClassModel> classes() {
        final List<ClassModel> models = CLASSES.stream().flatMap(NativeAccessTest::classFiles)
            .map(NativeAccessTest::parse).toList();
        assertTrue(models.size() > 20, "found only " + models.size() + " classes");
        return models.stream();
    }

    private static Stream<Path> classFiles(final Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList().stream();
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
}
