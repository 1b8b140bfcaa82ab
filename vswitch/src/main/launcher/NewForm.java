import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * Writes class files of a jar that are older than Java 6 in the form of Java 8. They do the same; but an AOT cache
 * keeps only classes whose file tells the verifier what is on the stack, and each start would read and verify the file
 * of others. The launcher runs it behind a build, in front of the rehearsal.
 *
 * <p>Arguments: jars, which are replaced.
 */
public final class NewForm {
    /** The JVM verifies older ones in another way, which it can't do beforehand (JVMS §4.10). */
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private NewForm() { }

    /** Rewrites them. */
    public static void main(final String... jars) throws IOException {
        for (final String jar : jars) {
            rewrite(Path.of(jar));
        }
    }

    private static void rewrite(final Path jar) throws IOException {
        final Path next = jar.resolveSibling(jar.getFileName() + ".new");
        try (JarFile in = new JarFile(jar.toFile());
            URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
            JarOutputStream out = new JarOutputStream(Files.newOutputStream(next))) {
            final ClassFile form = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (final ZipEntry entry : Collections.list(in.entries())) {
                final byte[] content = in.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().endsWith(".class") ? inNewForm(form, content) : content);
                out.closeEntry();
            }
        }
        Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] inNewForm(final ClassFile form, final byte[] content) {
        final ClassModel model = form.parse(content);
        if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
            return content;
        }
        final byte[] rewritten = form.transformClass(model,
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen((builder, element) -> {
                if (element instanceof ClassFileVersion) {
                    builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                } else {
                    builder.with(element);
                }
            }));
        form.verify(rewritten).forEach(error -> {
            throw error;
        });
        return rewritten;
    }
}
