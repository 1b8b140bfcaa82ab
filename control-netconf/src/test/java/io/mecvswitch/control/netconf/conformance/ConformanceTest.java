package io.mecvswitch.control.netconf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The server as standards have it, over SSH and TCP, case by case. */
class ConformanceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** What the suite has at least, so that it does not shrink unnoticed. */
    private static final int LEAST = 250;

    @TempDir
    private static Path folder;

    private static SwitchServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new SwitchServer(folder.resolve("netconf"));
    }

    @AfterAll
    static void shouldHaveNoDefect() throws Exception {
        assertEquals(List.of(), server.defects());
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldDoAsTheStandardsSay() {
        System.out.print("NETCONF conformance, cases by standard:\n" + Table.summary(Table.all().stream()));
        return Table.all().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> run(one)));
    }

    private static void run(final Case one) {
        assertTimeoutPreemptively(PATIENCE, () -> Conversation.about(one, server));
    }

    @Test
    void shouldAnnounceAllThatCasesNeed() throws Exception {
        try (Party party = new Party(server.connect("admin"))) {
            final String hello = party.readHello();
            assertEquals(List.of(), Table.all().stream().filter(one -> !one.isFor(hello)).map(Case::name).toList());
        }
    }

    @Test
    void shouldNameEachCaseOnce() {
        final List<String> names = Table.all().stream().map(Case::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
        assertTrue(names.size() >= LEAST, () -> names.size() + " cases");
    }
}
