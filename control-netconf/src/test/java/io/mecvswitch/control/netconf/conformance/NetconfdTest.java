package io.mecvswitch.control.netconf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same cases answered by Debian's netconfd, as a reference: where it does other than the suite asks,
 * docs/conformance.md says what and who is right.
 *
 * <p>Those that are written down there are not asked again, since most of them end when patience does, unless
 * {@code -Dmecvswitch.netconfd=all} says so; then they have to differ.
 */
class NetconfdTest {
    private static final boolean ALL = System.getProperty("mecvswitch.netconfd", "").equals("all");
    private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (RFC \\d+ §[\\d.]+ [^|]+?) \\|");
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    /** How long to wait after a hello, in milliseconds. */
    private static final long SETTLE = 30;
    /** The same where that was not enough. */
    private static final long SETTLE_AGAIN = 600;
    private static final int SERVERS = 4;

    @Test
    void shouldDifferOnlyWhereItIsWrittenDown() throws Exception {
        assumeTrue(NetconfdServer.isInstalled(), "netconfd is not installed; nobody was asked but the switch");
        final Set<String> written = ROW.matcher(Files.readString(DOCUMENT)).results().map(row -> row.group(1))
            .collect(Collectors.toSet());
        final List<Case> announced = announced();
        final List<Case> asked =
            announced.stream().filter(one -> ALL || !written.contains(one.name())).toList();
        final Set<String> differing = differing(again(differing(asked, SETTLE), asked), SETTLE_AGAIN);
        System.out.printf("netconfd announces what %d cases need; %d it answers as the suite asks.%n",
            announced.size(), announced.size() - (ALL ? differing : written).size());
        assertEquals(List.of(), differing.stream().filter(name -> !written.contains(name)).toList(),
            "not written down");
        if (ALL) {
            assertEquals(List.of(), written.stream().filter(name -> !differing.contains(name)).toList(),
                "no difference");
        }
    }

    private static List<Case> announced() throws Exception {
        try (Place place = new Place(); Party party = new Party(place.server.connect("admin"))) {
            final String hello = party.readHello();
            return Table.all().stream().filter(one -> one.isFor(hello)).toList();
        }
    }

    /** It was late, or what other cases had left was in the way: each gets a server of its own, and more time. */
    private static List<Case> again(final Set<String> names, final List<Case> cases) {
        return cases.stream().filter(one -> names.contains(one.name())).toList();
    }

    private static Set<String> differing(final List<Case> cases, final long settleMs) throws InterruptedException {
        final Set<String> differing = new ConcurrentSkipListSet<>();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            final int first = i;
            threads.add(Thread.ofVirtual().start(() -> askEvery(SERVERS, first, cases, settleMs, differing)));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        return differing;
    }

    private static void askEvery(
        final int step, final int first, final List<Case> cases, final long settleMs, final Set<String> differing) {
        Place place = new Place();
        for (int next = first; next < cases.size(); next += step) {
            place.server.settle(settleMs);
            place.attempt(cases.get(next)).ifPresent(differing::add);
            if (settleMs == SETTLE_AGAIN) {
                place.close();
                place = new Place();
            }
        }
        place.close();
    }

    /** A server of its own, in a folder whose name is short enough for a socket. */
    private static final class Place implements AutoCloseable {
        private final Path folder;
        private NetconfdServer server;

        Place() {
            try {
                folder = Files.createTempDirectory("nd");
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
            server = started();
        }

        /** The case's name, if it is answered otherwise. */
        Optional<String> attempt(final Case one) {
            try {
                assertTimeoutPreemptively(PATIENCE, () -> Conversation.about(one, server));
                return Optional.empty();
            } catch (final AssertionError | Exception e) {
                return Optional.of(one.name());
            } finally {
                server.hangUp();
                revive();
            }
        }

        private void revive() {
            if (!server.isAlive()) {
                server.close();
                server = started();
            }
        }

        private NetconfdServer started() {
            try {
                return new NetconfdServer(folder);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            server.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
