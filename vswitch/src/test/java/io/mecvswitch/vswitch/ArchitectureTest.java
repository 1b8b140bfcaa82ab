package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.stage.DropReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of docs/architecture.md, held up against what the compiled classes use. */
class ArchitectureTest {
    private static final CompiledModule CORE = CompiledModule.of("dataplane-core");
    private static final CompiledModule CLASSIFIERS = CompiledModule.of("classifiers");
    private static final CompiledModule GTPU = CompiledModule.of("gtpu");
    private static final CompiledModule SFC = CompiledModule.of("sfc");
    private static final CompiledModule QOS = CompiledModule.of("qos");
    private static final CompiledModule DPDK = CompiledModule.of("pmd-bindings");
    private static final CompiledModule CONTROL = CompiledModule.of("control-netconf");
    private static final CompiledModule VSWITCH = CompiledModule.of("vswitch");

    private static final List<CompiledModule> DATAPLANE = List.of(CORE, CLASSIFIERS, GTPU, SFC, QOS);
    private static final List<CompiledModule> ALL =
        List.of(CORE, CLASSIFIERS, GTPU, SFC, QOS, DPDK, CONTROL, VSWITCH);

    private static final List<String> PACKET_PATH = List.of("io/mecvswitch/header/", "io/mecvswitch/memory/",
        "io/mecvswitch/stage/", "io/mecvswitch/lane/", "io/mecvswitch/classifier/", "io/mecvswitch/gtpu/",
        "io/mecvswitch/sfc/", "io/mecvswitch/bridging/", "io/mecvswitch/chaining/", "io/mecvswitch/qos/");
    private static final String DROP_REASON = "io/mecvswitch/stage/DropReason";
    private static final Pattern NAMED = Pattern.compile("DropReason\\.([A-Z0-9_]+)");
    private static final Set<String> REASONS = Arrays.stream(DropReason.values())
        .filter(reason -> reason != DropReason.NONE).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
    private static final Set<String> CLOCKS = Set.of("java/lang/System.nanoTime", "java/lang/System.currentTimeMillis",
        "java/time/Instant.now", "java/time/Clock.systemUTC", "java/time/Clock.systemDefaultZone");

    private static List<String> offenders(final List<CompiledModule> modules, final Predicate<ClassModel> offence) {
        return modules.stream().flatMap(module -> module.classes().stream()).filter(offence)
            .map(CompiledModule::nameOf).sorted().toList();
    }

    private static Predicate<ClassModel> mentions(final String... names) {
        return type -> Arrays.stream(names).anyMatch(name -> CompiledModule.mentions(type, name));
    }

    private static Predicate<ClassModel> in(final String folder) {
        return type -> CompiledModule.nameOf(type).startsWith(folder);
    }

    /** What runs packets: the features and the packages of core that stand in a packet's way. */
    private static boolean touchesPackets(final ClassModel type) {
        return PACKET_PATH.stream().anyMatch(part -> CompiledModule.nameOf(type).startsWith(part));
    }

    @Test
    void shouldKeepManagementOutOfTheDataplane() {
        assertEquals(List.of(), offenders(DATAPLANE, mentions("org/opendaylight/", "com/fasterxml/jackson/",
            "org/apache/sshd/", "picocli/", "io/mecvswitch/control/", "io/mecvswitch/vswitch/")));
    }

    @Test
    void shouldKeepDpdkOutOfTheDataplane() {
        assertEquals(List.of(), offenders(DATAPLANE, mentions("io/mecvswitch/dpdk/")));
    }

    @Test
    void shouldKeepFeaturesApart() {
        assertEquals(List.of(), offenders(List.of(CORE, GTPU, SFC, QOS), mentions("io/mecvswitch/classifier/")));
        assertEquals(List.of(), offenders(List.of(CORE, CLASSIFIERS, SFC, QOS), mentions("io/mecvswitch/gtpu/")));
        assertEquals(List.of(), offenders(List.of(CORE, CLASSIFIERS, GTPU, QOS),
            mentions("io/mecvswitch/sfc/", "io/mecvswitch/bridging/", "io/mecvswitch/chaining/")));
        assertEquals(List.of(),
            offenders(List.of(CORE, CLASSIFIERS, GTPU, SFC), mentions("io/mecvswitch/qos/")));
        final List<String> parts = List.of("io/mecvswitch/sfc/", "io/mecvswitch/bridging/", "io/mecvswitch/chaining/");
        for (final String part : parts) {
            final String[] others = parts.stream().filter(other -> !other.equals(part)).toArray(String[]::new);
            assertEquals(List.of(), offenders(List.of(SFC), in(part).and(mentions(others))));
        }
    }

    @Test
    void shouldKeepManagementAndDevicesApart() {
        assertEquals(List.of(), offenders(List.of(CONTROL), mentions("io/mecvswitch/dpdk/", "io/mecvswitch/vswitch/")));
        assertEquals(List.of(), offenders(List.of(CONTROL), mentions("io/mecvswitch/lane/")));
        assertEquals(List.of(), offenders(List.of(DPDK), mentions("io/mecvswitch/control/", "io/mecvswitch/vswitch/",
            "io/mecvswitch/lane/", "org/opendaylight/", "com/fasterxml/jackson/")));
    }

    @Test
    void shouldLinkNativeFunctionsInOneClass() {
        assertEquals(List.of("io/mecvswitch/dpdk/NativeDpdk"), offenders(ALL, mentions("java/lang/foreign/Linker")));
    }

    @Test
    void shouldUseNoUnsafe() {
        assertEquals(List.of(), offenders(ALL, mentions("sun/misc/Unsafe", "jdk/internal/misc/Unsafe")));
    }

    @Test
    void shouldDeclareNoNativeMethod() {
        assertEquals(List.of(),
            offenders(ALL, type -> type.methods().stream().anyMatch(m -> m.flags().has(AccessFlag.NATIVE))));
    }

    /** The one exception waits on control's behalf until lanes have changed over; it never sees a packet. */
    @Test
    void shouldReadNoClockThatWasNotInjected() {
        final Predicate<ClassModel> reads = type -> CompiledModule.uses(type, CLOCKS::contains)
            || CompiledModule.mentions(type, "org/agrona/concurrent/SystemNanoClock");
        assertEquals(List.of("io/mecvswitch/lane/Line"),
            offenders(DATAPLANE, reads.and(ArchitectureTest::touchesPackets)));
    }

    @Test
    void shouldLogNothingInTheDataplane() {
        final Predicate<ClassModel> prints = type -> CompiledModule.uses(type,
            Set.of("java/lang/System.out", "java/lang/System.err", "java/lang/Throwable.printStackTrace")::contains);
        assertEquals(List.of(), offenders(DATAPLANE, prints.or(
            mentions("org/slf4j/", "java/util/logging/", "java/lang/System$Logger"))));
    }

    @Test
    void shouldLockNothingWherePacketsPass() {
        final Predicate<ClassModel> locks = mentions("java/util/concurrent/locks/");
        final Predicate<ClassModel> monitors = type -> type.methods().stream().anyMatch(ArchitectureTest::locks);
        assertEquals(List.of(), offenders(DATAPLANE, locks.or(monitors).and(ArchitectureTest::touchesPackets)));
    }

    private static boolean locks(final MethodModel method) {
        return method.flags().has(AccessFlag.SYNCHRONIZED) || method.code().stream()
            .flatMap(CodeModel::elementStream).anyMatch(MonitorInstruction.class::isInstance);
    }

    @Test
    void shouldIntroduceEveryPackage() {
        final Set<Path> packages = sources("main").map(Path::getParent).collect(Collectors.toSet());
        assertEquals(List.of(),
            packages.stream().filter(folder -> !read(folder.resolve("package-info.java")).startsWith("/**")).toList());
    }

    @Test
    void shouldUseEveryDropReason() {
        final Set<String> unused = new TreeSet<>(REASONS);
        unused.removeIf(reason -> offenders(ALL, type -> isUsed(reason, type)).size() > 0);
        assertEquals(Set.of(), unused);
    }

    private static boolean isUsed(final String reason, final ClassModel user) {
        return !CompiledModule.nameOf(user).equals(DROP_REASON)
            && CompiledModule.uses(user, (DROP_REASON + "." + reason)::equals);
    }

    /** To be named is not to be provoked; but what no test names, none provokes and then looks at. */
    @Test
    void shouldNameEveryDropReasonInATest() {
        final Set<String> unnamed = new TreeSet<>(REASONS);
        sources("test").map(ArchitectureTest::read)
            .forEach(test -> NAMED.matcher(test).results().forEach(found -> unnamed.remove(found.group(1))));
        assertEquals(Set.of(), unnamed);
    }

    private static Stream<Path> sources(final String set) {
        return ALL.stream().flatMap(module -> files(Path.of("..", module.name(), "src", set, "java")));
    }

    private static Stream<Path> files(final Path folder) {
        if (Files.notExists(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
