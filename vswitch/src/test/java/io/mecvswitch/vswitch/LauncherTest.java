package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the launcher in a source tree of one file, on a machine of which everything is made up: JDKs, Maven, compiler,
 * package manager, user. Its PATH is one folder, with what the launcher needs of the real system and no more.
 */
@Timeout(60)
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "mec-vswitch").toAbsolutePath().normalize();
    private static final List<String> SYSTEM = List.of("bash", "cat", "cp", "cut", "dirname", "env", "find", "flock",
        "mkdir", "mv", "readlink", "rm", "sed", "sort", "tail", "tee", "touch");

    @TempDir
    private Path machine;
    private Path home;
    private Path bin;
    private Path jvms;

    private record Result(int code, String out, String err) { }

    @BeforeEach
    void setUp() throws IOException {
        home = Files.createDirectories(machine.resolve("clone"));
        bin = Files.createDirectories(machine.resolve("bin"));
        jvms = Files.createDirectories(machine.resolve("jvm"));
        Files.copy(LAUNCHER, home.resolve("mec-vswitch"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("vswitch/src/main"));
        Files.writeString(home.resolve("vswitch/pom.xml"), "<project/>");
        Files.writeString(home.resolve("vswitch/src/main/Main.java"), "class Main { }");
        for (final String tool : SYSTEM) {
            provide(tool);
        }
        script("mvn", mavenThat("true"));
        script("gcc", "");
        script("pkg-config", "");
        script("id", "echo 1000");
    }

    /** Makes a tool of the real system part of this one. */
    private void provide(final String tool) throws IOException {
        script(tool, "exec " + which(tool) + " \"$@\"");
    }

    private static Path which(final String tool) {
        return Stream.of("/usr/bin", "/bin").map(folder -> Path.of(folder, tool)).filter(Files::exists).findFirst()
            .orElseThrow();
    }

    @Test
    void shouldPreferJavaHomeIfItIsNewEnough() throws Exception {
        jdk("temurin-26", "26.0.1");
        final Path chosen = jdk("chosen", "25.0.3");

        assertEquals(chosen, javaOf(run(Map.of("JAVA_HOME", chosen.toString()), "version")));
    }

    @Test
    void shouldTakeTheNewestInstalledJdk() throws Exception {
        final Path old = jdk("java-17", "17.0.15");
        jdk("temurin-25", "25.0.3");
        final Path newest = jdk("a-26", "26");
        Files.delete(jdk("runtime-only-27", "27").resolve("bin/javac"));

        assertEquals(newest, javaOf(run(Map.of("JAVA_HOME", old.toString()), "version")));
    }

    @Test
    void shouldFallBackToTheJdkOnThePath() throws Exception {
        final Path elsewhere = jdk("../opt/jdk", "25");
        Files.createSymbolicLink(bin.resolve("javac"), elsewhere.resolve("bin/javac"));

        assertEquals(elsewhere, javaOf(run(Map.of(), "version")));
    }

    @Test
    void shouldSayHowToGetAJdk() throws Exception {
        jdk("java-17", "17.0.15");
        script("apt-get", "");

        final Result result = run(Map.of(), "version");

        assertEquals(1, result.code);
        assertTrue(result.err.contains("needs a JDK 25 or newer"), result.err);
        assertTrue(result.err.contains("sudo apt-get install -y temurin-25-jdk"), result.err);
    }

    @Test
    void shouldNameTheDistributionsOwnJdkWhereThereIsOne() throws Exception {
        script("apt-cache", "");
        script("id", "echo 0");

        final Result result = run(Map.of(), "version");

        assertTrue(result.err.endsWith("\n  apt-get install -y openjdk-25-jdk-headless\n"), result.err);
    }

    @Test
    void shouldBuildOnlyWhenSomethingChanged() throws Exception {
        jdk("jdk", "25");

        assertEquals(0, run(Map.of(), "version").code);
        assertEquals(0, run(Map.of(), "version").code);
        assertEquals(1, mavenRuns().size());

        final Path source = Files.writeString(home.resolve("vswitch/src/main/Main.java"), "class Main { int i; }");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        assertEquals(0, run(Map.of(), "version").code);
        assertEquals(2, mavenRuns().size());
        assertTrue(mavenRuns().getLast().contains("-DskipTests"));
    }

    @Test
    void shouldBuildAgainAfterAFailure() throws Exception {
        jdk("jdk", "25");
        script("mvn", "echo '[ERROR] no such symbol'; exit 1");

        final Result failed = run(Map.of(), "version");

        assertEquals(1, failed.code);
        assertTrue(failed.err.contains("no such symbol"), failed.err);
        assertTrue(failed.err.contains("target/build.log"), failed.err);
        script("mvn", mavenThat("true"));
        assertEquals(0, run(Map.of(), "version").code);
    }

    @Test
    void shouldHelpInWordsToo() throws Exception {
        jdk("jdk", "25");

        assertTrue(run(Map.of(), "help", "show").out.endsWith("[show][--help]\n"));
        final Result verify = run(Map.of(), "help", "verify");

        assertEquals(0, verify.code);
        assertTrue(verify.out.startsWith("Usage: mec-vswitch verify"), verify.out);
        assertEquals(1, mavenRuns().size(), "builds for 'help show', tests nothing");
    }

    @Test
    void shouldRunFromAnyDirectoryThroughALink() throws Exception {
        jdk("jdk", "25");
        final Path link = Files.createSymbolicLink(machine.resolve("link"), home.resolve("mec-vswitch"));

        final Result result = execute(Map.of(), link.toString(), "show", "ports", "two words");

        assertTrue(result.out.endsWith("[-jar][" + home + "/vswitch/target/dist/lib/vswitch-[0-9]*.jar][show][ports]"
            + "[two words]\n"), result.out);
    }

    @Test
    void shouldNotStopLanesForTheCollector() throws Exception {
        jdk("jdk", "25");

        assertTrue(run(Map.of(), "run").out.contains("[-XX:+UseShenandoahGC]"));
        assertTrue(run(Map.of(), "show", "ports").out.contains("[-XX:+UseSerialGC]"));
    }

    @Test
    void shouldDoWithoutACollectorThatTheJdkLacks() throws Exception {
        executable(jdk("jdk", "25").resolve("bin/java"), """
            echo asked >> %1$s/questions
            [[ $* == *-version ]] && exit 1
            printf '[%%s]' "$@"
            """.formatted(machine));

        assertTrue(run(Map.of(), "run").out.contains("[-XX:+UseZGC]"));
        assertFalse(run(Map.of(), "run").out.contains("Shenandoah"));
        // Once for the question, once for the rehearsal, and for each run.
        assertEquals(4, Files.readAllLines(machine.resolve("questions")).size());
    }

    @Test
    void shouldAskAnotherJdkAnew() throws Exception {
        final Path lacking = jdk("lacking", "25");
        executable(lacking.resolve("bin/java"), "[[ $* != *-version ]] && printf '[%s]' \"$@\"");
        final Path having = jdk("having", "25");

        assertTrue(run(Map.of("JAVA_HOME", lacking.toString()), "run").out.contains("[-XX:+UseZGC]"));
        assertTrue(run(Map.of("JAVA_HOME", having.toString()), "run").out.contains("[-XX:+UseShenandoahGC]"));
    }

    @Test
    void shouldTellTheCompilerWhatToOptimise() throws Exception {
        jdk("jdk", "25");
        final String directives = "/vswitch/src/main/launcher/jit.directives";

        assertTrue(run(Map.of(), "run").out.contains("[-XX:CompilerDirectivesFile=" + home + directives + "]"));
        assertFalse(run(Map.of(), "show", "ports").out.contains("Directives"), "C2 has no part in it");
    }

    @Test
    void shouldTellTheCompilerInWordsThatItUnderstands() throws Exception {
        final Path directives = Path.of("src/main/launcher/jit.directives").toAbsolutePath();
        final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        final Process jvm = new ProcessBuilder(java, "-XX:+UnlockDiagnosticVMOptions", "-XX:-DisplayVMOutput",
            "-XX:CompilerDirectivesFile=" + directives, "-XX:+UseSerialGC", "--version").redirectErrorStream(true)
            .start();
        final String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, jvm.waitFor(), said);
        assertFalse(said.contains("directives"), said);
    }

    @Test
    void shouldHaveInlinedWhatTheJdkHas() throws Exception {
        final Class<?> segments = Class.forName("jdk.internal.foreign.AbstractMemorySegmentImpl");
        final Set<String> methods =
            Arrays.stream(segments.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        final Pattern inlined = Pattern.compile("\"\\+" + segments.getName().replace('.', '/') + "\\.(\\w+)\"");

        final List<String> names = inlined.matcher(Files.readString(Path.of("src/main/launcher/jit.directives")))
            .results().map(found -> found.group(1)).toList();

        assertEquals(List.of("asSlice", "asSliceNoCheck"), names);
        assertTrue(methods.containsAll(names), () -> names + " are not all among " + methods);
    }

    @Test
    void shouldStartWithWhatARehearsalLeft() throws Exception {
        final Path jdk = jdk("jdk", "25");
        final Path cache = home.resolve("vswitch/target/dist/start.aot");
        executable(jdk.resolve("bin/java"), """
            case "$*" in *-XX:AOTCacheOutput=%1$s*)
                trap 'touch %1$s; exit 0' TERM
                echo "First packet forwarded 2.00 s after the start."
                while :; do read -t 0.1 <> <(:) || true; done
            esac
            printf '[%%s]' "$@"
            """.formatted(cache));
        provide("touch");

        assertTrue(run(Map.of(), "run").out.contains("[-XX:AOTCache=" + cache + "]"));
        assertFalse(run(Map.of(), "show", "ports").out.contains("AOT"), "it is of another collector");
    }

    @Test
    void shouldStartWithoutARehearsal() throws Exception {
        final Path jdk = jdk("jdk", "25");
        executable(jdk.resolve("bin/java"), "[[ $* != *AOTCacheOutput* ]] && printf '[%s]' \"$@\"");

        final Result result = run(Map.of(), "run");

        assertEquals(0, result.code, result.err);
        assertFalse(result.out.contains("AOT"), result.out);
    }

    @Test
    void shouldBuildTheBenchmarksOnlyWhenSomethingChanged() throws Exception {
        jdk("jdk", "25");
        script("mvn", mavenThat("mkdir -p %1$s/bench/target; echo jars > %1$s/bench/target/classpath".formatted(home)));

        final Result result = run(Map.of(), "bench", "list");

        assertEquals(0, result.code, result.err);
        assertTrue(result.out.endsWith(
            "[-cp][" + home + "/bench/target/classes:jars][io.mecvswitch.bench.endtoend.Bench][list]\n"), result.out);
        assertTrue(mavenRuns().getLast().contains("-pl bench"));
        run(Map.of(), "bench", "list");
        run(Map.of(), "version");
        assertEquals(1, mavenRuns().size());
    }

    @Test
    void shouldRunBenchmarksWhereTheUserIs() throws Exception {
        executable(jdk("jdk", "25").resolve("bin/java"), "echo $PWD");
        script("mvn", mavenThat("mkdir -p %1$s/bench/target; echo jars > %1$s/bench/target/classpath".formatted(home)));

        assertEquals(machine + "\n", run(Map.of(), "bench", "compare", "before.json", "after.json").out);
    }

    @Test
    void shouldSayWhichPeerABenchmarkNeeds() throws Exception {
        jdk("jdk", "25");

        final Result result = run(Map.of(), "bench", "run", "all");

        assertEquals(1, result.code);
        assertTrue(result.err.contains("dpdk-dev: is the peer that the switch is measured beside"), result.err);
    }

    @Test
    void shouldGiveTheSwitchTheAccessThatTestsHave() throws Exception {
        jdk("jdk", "25");
        final String pom = Files.readString(LAUNCHER.resolveSibling("pom.xml"));
        final String access = pom.replaceAll("(?s).*<jvm.access>(.*)</jvm.access>.*", "$1");
        final String jar = Files.readString(LAUNCHER.resolveSibling("vswitch/pom.xml"))
            .replaceAll("(?s).*<Add-Opens>(.*)</Add-Opens>.*<Enable-Native-Access>(.*)</Enable-Native-Access>.*",
                "--add-opens $1=ALL-UNNAMED --enable-native-access=$2");

        assertEquals(access, jar);
        assertFalse(run(Map.of(), "run").out.contains("--add-opens"), "the JVM would not use all of its AOT cache");
    }

    @Test
    void shouldSayWhatToInstallIfItMayNot() throws Exception {
        jdk("jdk", "25");
        Files.delete(bin.resolve("mvn"));
        script("pkg-config", "exit 1");
        script("apt-get", "echo called >> " + machine.resolve("apt.log"));

        final Result result = run(Map.of(), "version");

        assertEquals(1, result.code);
        assertTrue(result.err.contains("maven: builds the switch"), result.err);
        assertTrue(result.err.contains("  sudo apt-get install -y --no-install-recommends maven libdpdk-dev\n"),
            result.err);
        assertFalse(Files.exists(machine.resolve("apt.log")));
    }

    @Test
    void shouldInstallWhatIsMissingAsRoot() throws Exception {
        jdk("jdk", "25");
        Files.move(bin.resolve("mvn"), machine.resolve("mvn"));
        script("id", "echo 0");
        script("apt-get",
            "echo \"$@\" >> %1$s/apt.log; [[ $1 != install ]] || mv %1$s/mvn %2$s".formatted(machine, bin));

        final Result result = run(Map.of(), "version");

        assertEquals(0, result.code, result.err);
        assertTrue(result.err.contains("maven: builds the switch\nInstalling them: apt-get install"), result.err);
        assertEquals(List.of("update", "install -y --no-install-recommends maven"),
            Files.readAllLines(machine.resolve("apt.log")));
    }

    @Test
    void shouldInstallThroughSudoThatAsksNothing() throws Exception {
        jdk("jdk", "25");
        Files.delete(bin.resolve("gcc"));
        provide("true");
        provide("chmod");
        script("sudo", "[[ $1 == -n ]] && shift; \"$@\"");
        script("apt-get", "[[ $1 != install ]] || touch %1$s/gcc; chmod +x %1$s/gcc".formatted(bin));

        final Result result = run(Map.of(), "version");

        assertEquals(0, result.code, result.err);
    }

    @Test
    void shouldAskForANewerDpdk() throws Exception {
        jdk("jdk", "25");
        script("pkg-config", "case $1 in --atleast-version=*) exit 1 ;; --modversion) echo 21.11.9 ;; esac");

        final Result result = run(Map.of(), "version");

        assertEquals(1, result.code);
        assertTrue(result.err.contains("needs DPDK 22.11 or newer, this is 21.11.9"), result.err);
    }

    @Test
    void shouldSumTheTestsOfAllModules() throws Exception {
        jdk("jdk", "25");
        script("mvn", mavenThat(report("a", 5, 0, 0, 1) + report("b", 7, 0, 0, 0)));

        final Result result = run(Map.of(), "verify", "-Dtests.excluded=dpdk");

        assertEquals(0, result.code, result.err);
        assertEquals("11 passed, 0 failed, 1 skipped\n", result.out);
        assertTrue(mavenRuns().getLast().contains(" verify "));
        assertTrue(mavenRuns().getLast().endsWith(" -Dtests.excluded=dpdk"));
    }

    @Test
    void shouldFailIfATestFailedOrWasInError() throws Exception {
        jdk("jdk", "25");
        script("mvn", mavenThat(report("a", 5, 1, 2, 0) + report("b", 7, 0, 0, 0)));

        final Result result = run(Map.of(), "verify");

        assertEquals(1, result.code);
        assertEquals("9 passed, 3 failed, 0 skipped\n", result.out);
    }

    @Test
    void shouldNotCountTheTestsOfAnEarlierRun() throws Exception {
        jdk("jdk", "25");
        script("mvn", mavenThat(report("a", 5, 0, 0, 0)));
        run(Map.of(), "verify");
        script("mvn", "exit 1");

        final Result result = run(Map.of(), "verify");

        assertEquals(1, result.code);
        assertEquals("0 passed, 0 failed, 0 skipped\n", result.out);
    }

    @Test
    void shouldNotCallItVerifiedIfNothingWasTested() throws Exception {
        jdk("jdk", "25");

        assertEquals(1, run(Map.of(), "verify").code);
    }

    /** A Maven that notes its arguments, does something, and leaves a build. */
    private String mavenThat(final String does) {
        return """
            echo "$@" >> %s/mvn.log
            echo "[INFO] Building MEC vSwitch: the switch 0.1.0-SNAPSHOT [1/1]"
            %s
            mkdir -p %s/vswitch/target/dist/lib
            """.formatted(machine, does, home);
    }

    private String report(final String module, final int tests, final int failures, final int errors,
        final int skipped) {
        final Path folder = home.resolve(module).resolve("target/surefire-reports");
        final String suite =
            "<testsuite name=\"x\" time=\"1.5\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\">"
                .formatted(tests, errors, skipped, failures);
        return "mkdir -p %1$s; echo '%2$s' > %1$s/TEST-x.xml\n".formatted(folder, suite);
    }

    private List<String> mavenRuns() throws IOException {
        return Files.readAllLines(machine.resolve("mvn.log"));
    }

    /** A JDK whose java tells its arguments. */
    private Path jdk(final String name, final String version) throws IOException {
        final Path jdk = Files.createDirectories(jvms.resolve(name).normalize());
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(jdk.resolve("bin/javac"), "");
        executable(jdk.resolve("bin/java"), "echo $0 >&2; printf '[%s]' \"$@\"; echo");
        return jdk;
    }

    private void script(final String name, final String text) throws IOException {
        executable(bin.resolve(name), text);
    }

    private static void executable(final Path file, final String text) throws IOException {
        Files.writeString(file, "#!" + which("bash") + "\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path javaOf(final Result result) {
        assertEquals(0, result.code, result.err);
        return Path.of(result.err.lines().toList().getLast()).getParent().getParent();
    }

    private Result run(final Map<String, String> environment, final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of(home.resolve("mec-vswitch").toString()));
        command.addAll(List.of(arguments));
        return execute(environment, command.toArray(String[]::new));
    }

    private Result execute(final Map<String, String> environment, final String... command) throws Exception {
        final Path out = machine.resolve("out");
        final Path err = machine.resolve("err");
        final ProcessBuilder builder = new ProcessBuilder(command).directory(machine.toFile())
            .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("MEC_VSWITCH_JVM_FOLDER", jvms.toString());
        builder.environment().putAll(environment);
        final Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the launcher hangs");
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
