package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.AirtimeReport.Attempts;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RadioConfig.Band;
import io.mecvswitch.config.RadioConfig.CeilingConfig;
import io.mecvswitch.config.RadioConfig.Encryption;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.config.RadioConfig.VifConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.qos.airtime.FeedbackRing;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.VifCounters;
import io.mecvswitch.traffic.Frames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A switch with a radio behind its access port, stepped by hand. */
class RadioTest {
    private static final long MS_NS = 1_000_000;
    private static final long STATION = 0x0200_0000_5101L;
    private static final long GATEWAY = 0x0200_0000_0001L;
    private static final RateConfig SLOW = new RateConfig(Standard.A, 60, 1, 800, 1);
    private static final RateConfig FAST = new RateConfig(Standard.A, 540, 1, 800, 1);
    /** Airtime of the frames below, at 54 Mb/s. */
    private static final long FAST_NS = 296_000;

    @TempDir
    private Path folder;
    private SteppedSwitch vswitch;

    private static VifConfig vif(final String name, final int id, final int vlan, final int percent,
        final RateConfig rate) {
        return new VifConfig(name, id, Optional.of(name), Optional.empty(), Optional.empty(), Optional.of(vlan),
            percent * 10_000, Optional.empty(), rate, List.of());
    }

    private static VifConfig named(final VifConfig vif, final String ssid, final long bssid) {
        return new VifConfig(vif.name(), vif.id(), vif.tenant(), Optional.of(ssid), Optional.of(new MacAddress(bssid)),
            vif.vlan(), vif.sharePpm(), vif.ceiling(), vif.rate(), vif.stations());
    }

    private static RadioConfig radio(final Optional<Path> ring, final VifConfig... vifs) {
        return new RadioConfig("access", Band.GHZ_5, 20, Encryption.NONE, ring.map(Path::toString), 1_000, 1_024, 200,
            true, SLOW, List.of(vifs));
    }

    private static SwitchConfig config(final RadioConfig... radios) {
        return Configs.wired(List.of(), List.of()).withRadios(List.of(radios));
    }

    private void start(final RadioConfig radio) {
        vswitch = new SteppedSwitch(config(radio));
        vswitch.stopClock();
        vswitch.passTime(MS_NS);
    }

    private static byte[] frame(final int vlan, final long destination) {
        return Frames.ethernet(GATEWAY, destination).vlan(vlan).etherType(0x0800).payload(1_496).bytes();
    }

    private void send(final int vlan, final int count) {
        for (int i = 0; i < count; i++) {
            vswitch.port("core").offer(frame(vlan, STATION));
        }
        vswitch.run();
    }

    private VifCounters counters(final String vif) {
        return vswitch.status().vifCounters(Radios.label("access", vif));
    }

    @AfterEach
    void shouldHaveLostNothing() {
        if (vswitch != null) {
            vswitch.drain();
            vswitch.assertConserved();
        }
    }

    @Test
    void shouldShareAirtimeAndNotFrames() {
        start(radio(Optional.empty(), vif("a", 1, 101, 30, SLOW), vif("b", 2, 102, 70, FAST)));
        overload(100);
        final long before = counters("a").usedNs().get();
        final long beforeAll = before + counters("b").usedNs().get();
        overload(900);
        final double used = counters("a").usedNs().get() + counters("b").usedNs().get() - beforeAll;
        assertEquals(0.3, (counters("a").usedNs().get() - before) / used, 0.005);
        assertTrue(used > 0.7 * 900 * MS_NS);
        assertEquals(counters("a").frames().get(), counters("a").estimated().get());
        assertTrue(counters("a").backloggedNs().get() > 900 * MS_NS);
        assertEquals(300_000, counters("a").share().get());
    }

    private void overload(final int ms) {
        for (int i = 0; i < ms; i++) {
            if (i % 100 == 0) {
                send(101, 50);
                send(102, 500);
            }
            vswitch.passTime(MS_NS);
            vswitch.run();
        }
    }

    @Test
    void shouldChargeWhatTheAccessPointTells() throws Exception {
        final Path file = folder.resolve("ring");
        start(radio(Optional.of(file), vif("a", 1, 101, 50, FAST), vif("b", 7, 102, 50, FAST)));
        final FeedbackRing accessPoint = FeedbackRing.open(file);
        send(101, 500);
        send(102, 500);
        int a = 0;
        int b = 0;
        while (b < 450) {
            for (final byte[] frame : vswitch.sent("access")) {
                final boolean isA = frame[15] == 101;
                a += isA ? 1 : 0;
                b += isA ? 0 : 1;
                accessPoint.write(isA ? 1 : 7, 1, isA ? 3 * FAST_NS : FAST_NS, 4 * FAST_NS, true);
            }
            vswitch.passTime(MS_NS);
            vswitch.run();
        }
        assertEquals(b, 3.0 * a, 0.12 * b);
        assertEquals(0, counters("a").estimated().get());
        assertEquals(3_000, counters("a").factor().get(), 100);
        assertEquals(1_000, counters("b").factor().get());
    }

    /** A's frames take twice what is estimated: told so every 100 ms, A has half as many of them as B. */
    @Test
    void shouldChargeWhatTheAccessPointTellsOfIntervals() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST), vif("b", 7, 102, 50, FAST)));
        for (int interval = 0; interval < 40; interval++) {
            send(101, 400);
            send(102, 400);
            final long before = counters("a").frames().get();
            for (int i = 0; i < 100; i++) {
                vswitch.passTime(MS_NS);
                vswitch.run();
            }
            final long frames = counters("a").frames().get() - before;
            assertEquals(List.of(), vswitch.report(new AirtimeReport("access", "a", 2 * frames * FAST_NS)));
        }
        assertEquals(counters("b").frames().get(), 2.0 * counters("a").frames().get(),
            0.1 * counters("b").frames().get());
        assertEquals(2_000, counters("a").factor().get(), 100);
        assertEquals(1_000, counters("b").factor().get());
    }

    /** A's frames go twice: told so every 100 ms, and nothing of airtime, A has half as many of them as B. */
    @Test
    void shouldChargeAttemptsWhereNobodyTellsAirtime() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST), vif("b", 7, 102, 50, FAST)));
        for (int interval = 0; interval < 40; interval++) {
            send(101, 400);
            send(102, 400);
            final long before = counters("a").frames().get();
            passMs(100);
            final long frames = counters("a").frames().get() - before;
            assertEquals(List.of(),
                vswitch.report(new AirtimeReport("access", "a", new Attempts(2 * frames, frames))));
        }
        assertEquals(counters("b").frames().get(), 2.0 * counters("a").frames().get(),
            0.1 * counters("b").frames().get());
        assertEquals(counters("a").usedNs().get(), counters("b").usedNs().get(), 0.05 * counters("b").usedNs().get());
        assertEquals(2_000, counters("a").factor().get(), 100);
        assertEquals(counters("a").attempts().get(), 2 * counters("a").successes().get());
        assertEquals(0, counters("b").attempts().get());
        assertEquals(0, counters("a").told().get(), "airtime is estimated still");
    }

    private void passMs(final int ms) {
        for (int i = 0; i < ms; i++) {
            vswitch.passTime(MS_NS);
            vswitch.run();
        }
    }

    /** Of frames that never went nothing was taken: what was charged for them is made good by those that do. */
    @Test
    void shouldMakeGoodWhatWasNotAttempted() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST)));
        send(101, 10);
        passMs(100);
        assertEquals(List.of(), vswitch.report(new AirtimeReport("access", "a", new Attempts(0, 0))));
        send(101, 10);
        passMs(100);
        assertEquals(20, counters("a").frames().get());
        assertEquals(10 * FAST_NS, counters("a").usedNs().get());
    }

    /** Airtime that is told counts, and attempts beside it are only counted. */
    @Test
    void shouldCountAttemptsBesideAirtime() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST)));
        send(101, 10);
        passMs(100);
        assertEquals(10 * FAST_NS, counters("a").usedNs().get());
        assertEquals(List.of(), vswitch.report(new AirtimeReport("access", "a", OptionalLong.of(15 * FAST_NS),
            Optional.of(new Attempts(30, 8)), 0, List.of())));
        passMs(1);
        assertEquals(15 * FAST_NS, counters("a").usedNs().get());
        assertEquals(List.of(30L, 8L), List.of(counters("a").attempts().get(), counters("a").successes().get()));
        assertEquals(1, counters("a").told().get());
    }

    /** Ten seconds that A was charged by estimate are not A's to have again when its access point begins to tell. */
    @Test
    void shouldNotMakeGoodWhatWasEstimatedBeforeAnybodyTold() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST), vif("b", 2, 102, 50, FAST)));
        saturate(10_000);
        final long a = counters("a").frames().get();
        final long b = counters("b").frames().get();
        final long used = counters("a").usedNs().get();
        for (int interval = 0; interval < 20; interval++) {
            final long before = counters("a").frames().get();
            saturate(100);
            final long frames = counters("a").frames().get() - before;
            assertEquals(List.of(), vswitch.report(new AirtimeReport("access", "a", frames * FAST_NS)));
        }
        assertEquals(1, (counters("a").frames().get() - a) / (double) (counters("b").frames().get() - b), 0.05);
        assertTrue(counters("a").usedNs().get() - used > 700 * MS_NS);
    }

    @Test
    void shouldRefuseReportsThatItCanNotUse() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST)));
        final AirtimeReport good = new AirtimeReport("access", "a", 1);
        assertEquals(List.of(ConfigPaths.radio("core"), ConfigPaths.vif("access", "b")),
            vswitch.report(good, new AirtimeReport("core", "a", 1), new AirtimeReport("access", "b", 1)).stream()
                .map(Violation::path).toList());
        vswitch.apply(config(radio(Optional.of(folder.resolve("ring")), vif("a", 1, 101, 50, FAST))));
        assertEquals(ConfigPaths.radio("access") + "/feedback-ring", vswitch.report(good).getFirst().path());
        assertEquals(ConfigPaths.radio("access") + "/feedback-ring",
            vswitch.report(new AirtimeReport("access", "a", new Attempts(2, 1))).getFirst().path());
    }

    /** The lane does not look while there is nothing to send; what it was told meanwhile counts, a second at most. */
    @Test
    void shouldHearWhatItWasToldWhileNothingWasSent() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST)));
        send(101, 100);
        for (int i = 0; i < 100; i++) {
            vswitch.passTime(MS_NS);
            vswitch.run();
        }
        assertEquals(100, vswitch.sent("access").size());
        final long before = counters("a").usedNs().get();
        for (int i = 0; i < 2_000; i++) {
            assertEquals(List.of(), vswitch.report(new AirtimeReport("access", "a", i == 0 ? 100 * MS_NS : 0)));
        }
        send(101, 100);
        vswitch.passTime(MS_NS);
        vswitch.run();
        assertTrue(counters("a").usedNs().get() - before > 60 * MS_NS, () -> before + " " + counters("a"));
    }

    /** With 54 Mb/s told in place of 6, B sends as many frames in its half as A; at 6 it would be a seventh. */
    @Test
    void shouldTakeRatesThatTheAccessPointTells() {
        final VifConfig b = new VifConfig("b", 2, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.of(102), 500_000, Optional.empty(), SLOW,
            List.of(new StationConfig(new MacAddress(STATION), SLOW)));
        final RadioConfig radio = radio(Optional.empty(), vif("a", 1, 101, 50, FAST), b);
        start(radio);
        assertEquals(List.of(), vswitch.report(rate("b", STATION, FAST)));
        saturate(500);
        assertEquals(1, counters("b").frames().get() / (double) counters("a").frames().get(), 0.1);
        vswitch.apply(config(radio(Optional.empty(), vif("a", 1, 101, 49, FAST), b)));
        saturate(500);
        assertEquals(1, counters("b").frames().get() / (double) counters("a").frames().get(), 0.1);
        assertEquals(ConfigPaths.vif("access", "b") + "/station[mac-address='" + new MacAddress(GATEWAY) + "']",
            vswitch.report(rate("b", GATEWAY, FAST)).getFirst().path());
        assertTrue(vswitch.report(rate("b", STATION, new RateConfig(Standard.B, 110, 1, 800, 1))).getFirst().message()
            .contains("not used in this band"));
    }

    private void saturate(final int ms) {
        for (int i = 0; i < ms; i++) {
            if (i % 100 == 0) {
                send(101, 400);
                send(102, 400);
            }
            vswitch.passTime(MS_NS);
            vswitch.run();
        }
    }

    private static AirtimeReport rate(final String vif, final long station, final RateConfig rate) {
        return new AirtimeReport("access", vif, OptionalLong.empty(), Optional.empty(), 0,
            List.of(new StationConfig(new MacAddress(station), rate)));
    }

    /** Half of the channel that B's stations take is B's. */
    @Test
    void shouldChargeWhatStationsSend() {
        start(radio(Optional.empty(), vif("a", 1, 101, 50, FAST), vif("b", 2, 102, 50, FAST)));
        for (int interval = 0; interval < 40; interval++) {
            send(101, 400);
            send(102, 400);
            for (int i = 0; i < 100; i++) {
                vswitch.passTime(MS_NS);
                vswitch.run();
            }
            assertEquals(List.of(), vswitch.report(
                new AirtimeReport("access", "b", OptionalLong.empty(), Optional.empty(), 25 * MS_NS, List.of())));
        }
        assertEquals(counters("a").usedNs().get(), counters("b").usedNs().get(), 0.03 * counters("a").usedNs().get());
        assertEquals(39 * 25 * MS_NS, counters("b").receivedNs().get(), 25 * MS_NS);
        assertTrue(counters("b").frames().get() < 0.8 * counters("a").frames().get());
    }

    @Test
    void shouldChargeWhatTheRingTellsOfStations() throws Exception {
        final Path file = folder.resolve("ring");
        start(radio(Optional.of(file), vif("a", 1, 101, 50, FAST)));
        final FeedbackRing accessPoint = FeedbackRing.open(file);
        assertTrue(accessPoint.writeReceived(1, 3, MS_NS));
        assertTrue(accessPoint.writeReceived(9, 3, MS_NS));
        vswitch.passTime(MS_NS);
        vswitch.run();
        assertEquals(MS_NS, counters("a").receivedNs().get());
        assertEquals(MS_NS, counters("a").usedNs().get());
        assertEquals(0, counters("a").frames().get());
    }

    /** Two of three that arrived went once, one twice; one was lost after four; of the rest no attempts are told. */
    @Test
    void shouldCountAttemptsThatTheRingTells() throws Exception {
        final Path file = folder.resolve("ring");
        final VifConfig a = vif("a", 1, 101, 50, FAST);
        start(radio(Optional.of(file), a));
        final FeedbackRing accessPoint = FeedbackRing.open(file);
        send(101, 8);
        assertTrue(accessPoint.write(1, 3, 4, 4 * FAST_NS, 0, true));
        assertTrue(accessPoint.write(1, 1, 4, 4 * FAST_NS, 0, false));
        assertTrue(accessPoint.write(1, 1, FAST_NS, 0, true));
        assertTrue(accessPoint.write(1, 1, FAST_NS, 0, false));
        assertTrue(accessPoint.write(1, 2, 1, 2 * FAST_NS, 0, true), "who arrived was sent");
        passMs(1);
        assertEquals(List.of(8L, 3L), List.of(counters("a").attempts().get(), counters("a").successes().get()));
        assertEquals(List.of(8L, 2L), List.of(counters("a").frames().get(), counters("a").lost().get()));
        vswitch.apply(config(radio(Optional.of(file), vif("b", 2, 102, 50, FAST), a)));
        passMs(1);
        assertEquals(List.of(8L, 3L), List.of(counters("a").attempts().get(), counters("a").successes().get()));
        assertEquals(0, counters("b").attempts().get());
    }

    /** The channel's time is the access point's: what it says stands still gives nobody who has a ceiling more. */
    @Test
    void shouldKeepCeilingsByTheClockOfTheAccessPoint() throws Exception {
        final Path file = folder.resolve("ring");
        final VifConfig capped = new VifConfig("a", 1, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.of(101), 500_000, Optional.of(new CeilingConfig(100_000, 0, 0)), FAST, List.of());
        start(radio(Optional.of(file), capped));
        final FeedbackRing accessPoint = FeedbackRing.open(file);
        send(101, 500);
        for (int ms = 1; ms <= 400; ms++) {
            accessPoint.tellClock(ms * MS_NS / 2);
            vswitch.passTime(MS_NS);
            vswitch.run();
            vswitch.sent("access").forEach(_ -> accessPoint.write(1, 1, FAST_NS, 0, true));
        }
        assertEquals(0.1 * 200 * MS_NS, counters("a").usedNs().get(), 3 * MS_NS);
        assertEquals(200 * MS_NS, accessPoint.seenNs());
        assertEquals(1, counters("a").told().get());
    }

    @Test
    void shouldDropWhatNoVirtualInterfaceHas() {
        start(radio(Optional.empty(), vif("a", 1, 101, 100, FAST)));
        send(103, 1);
        vswitch.send("core", Frames.ethernet(GATEWAY, STATION).etherType(0x0800).payload(46).bytes());
        assertEquals(Map.of(DropReason.VIF_UNKNOWN, 2L), vswitch.drops());
    }

    @Test
    void shouldFindInterfacesByStationsToo() {
        final VifConfig listed = new VifConfig("listed", 1, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), 500_000, Optional.empty(), FAST,
            List.of(new StationConfig(new MacAddress(STATION), FAST)));
        final VifConfig rest = new VifConfig("rest", 2, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), 500_000, Optional.empty(), FAST, List.of());
        start(radio(Optional.empty(), listed, rest));
        vswitch.send("core", Frames.ethernet(GATEWAY, STATION).etherType(0x0800).payload(46).bytes(),
            Frames.ethernet(GATEWAY, STATION + 1).etherType(0x0800).payload(46).bytes(),
            Frames.ethernet(GATEWAY, 0xffff_ffff_ffffL).etherType(0x0800).payload(46).bytes());
        vswitch.passTime(10 * MS_NS);
        vswitch.send("core", Frames.ethernet(GATEWAY, STATION).etherType(0x0800).payload(46).bytes());
        assertEquals(1, counters("listed").frames().get());
        assertEquals(2, counters("rest").frames().get());
        // At 6 Mb/s, and without an answer.
        assertTrue(counters("rest").usedNs().get() > 2 * counters("listed").usedNs().get());
    }

    @Test
    void shouldNotKeepMoreThanMayWait() {
        start(radio(Optional.empty(), vif("a", 1, 101, 100, FAST)));
        send(101, 2_000);
        // Half of 1024 for a station, beside what is ahead of the clock.
        assertEquals(2_000 - 512, vswitch.drops().get(DropReason.AIRTIME_FULL) + vswitch.sent("access").size());
    }

    @Test
    void shouldKeepFramesAndAccountsThroughCommits() {
        start(radio(Optional.empty(), vif("a", 1, 101, 30, FAST), vif("b", 2, 102, 70, FAST)));
        send(101, 300);
        send(102, 300);
        vswitch.passTime(50 * MS_NS);
        vswitch.run();
        final long before = counters("a").usedNs().get();
        vswitch.apply(config(radio(Optional.empty(), vif("b", 2, 102, 20, FAST), vif("a", 1, 101, 80, FAST))));
        for (int i = 0; i < 50; i++) {
            vswitch.passTime(MS_NS);
            vswitch.run();
        }
        assertTrue(counters("a").usedNs().get() - before > 0.75 * 0.7 * 50 * MS_NS);
        assertEquals(Map.of(), vswitch.drops());
        for (int i = 0; i < 400; i++) {
            vswitch.passTime(MS_NS);
            vswitch.run();
        }
        assertEquals(600, vswitch.sent("access").size());
    }

    @Test
    void shouldSendAllThatWaitsWhenTheRadioIsNoneAnyMore() {
        start(radio(Optional.empty(), vif("a", 1, 101, 100, FAST)));
        send(101, 300);
        vswitch.apply(config());
        assertEquals(300, vswitch.sent("access").size());
        send(101, 5);
        assertEquals(5, vswitch.sent("access").size());
    }

    @Test
    void shouldKeepACeilingForItsTime() {
        final VifConfig low = new VifConfig("a", 1, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.of(101), 1_000_000, Optional.of(new CeilingConfig(100_000, 500, 1)), FAST, List.of());
        start(radio(Optional.empty(), low));
        for (int i = 0; i < 500; i++) {
            send(101, 5);
            vswitch.passTime(MS_NS);
        }
        assertEquals(0.1, counters("a").usedNs().get() / (500.0 * MS_NS), 0.01);
        for (int i = 0; i < 100; i++) {
            send(101, 5);
            vswitch.passTime(MS_NS);
        }
        assertEquals(1_000_000, counters("a").ceiling().get());
        assertTrue(counters("a").usedNs().get() > 0.1 * 500 * MS_NS + 0.6 * 100 * MS_NS);
    }

    @Test
    void shouldRefuseWhatNoRadioCanDo() {
        final VifConfig first = vif("a", 1, 101, 60, FAST);
        assertRefused("/vif[name='b']/id", "Another virtual interface", radio(Optional.empty(), first,
            vif("b", 1, 102, 40, FAST)));
        assertRefused("/vif[name='b']/vlan-id", "Another virtual interface", radio(Optional.empty(), first,
            vif("b", 2, 101, 40, FAST)));
        assertRefused("/vif[name='b']/bssid", "'a' has the same BSSID", radio(Optional.empty(),
            named(first, "City", 0x0200_0000_a001L), named(vif("b", 2, 102, 40, FAST), "Shop", 0x0200_0000_a001L)));
        assertRefused("/vif[name='a']/bssid", "group address",
            radio(Optional.empty(), named(first, "City", 0x0300_0000_a001L)));
        assertRefused("/vif[name='a']/ssid", "more than 32 octets",
            radio(Optional.empty(), named(first, "ü".repeat(17), 0x0200_0000_a001L)));
        assertRefused("", "more than 100 percent", radio(Optional.empty(), first, vif("b", 2, 102, 41, FAST)));
        assertRefused("", "no virtual interfaces", radio(Optional.empty()));
        assertRefused("/vif[name='c']/rate", "802.11ac has no MCS 9 with 1 streams in 20 MHz",
            radio(Optional.empty(), vif("c", 1, 101, 60, new RateConfig(Standard.AC, 9, 1, 800, 1))));
        assertRefused("/vif[name='c']/rate", "802.11b is not used in this band",
            radio(Optional.empty(), vif("c", 1, 101, 60, new RateConfig(Standard.B, 110, 1, 800, 1))));
    }

    private static void assertRefused(final String path, final String words, final RadioConfig radio) {
        final List<Violation> violations = ConfigCheck.violations(config(radio));
        assertEquals(1, violations.size(), violations.toString());
        assertEquals(ConfigPaths.radio("access") + path, violations.getFirst().path());
        assertTrue(violations.getFirst().message().contains(words), violations.getFirst().message());
    }

    @Test
    void shouldRefuseARingThatCantBeMapped() {
        vswitch = new SteppedSwitch(config());
        final RadioConfig radio = radio(Optional.of(folder.resolve("no/such/folder")), vif("a", 1, 101, 60, FAST));
        final ConfigRefusedException refused = assertThrows(
            ConfigRefusedException.class, () -> vswitch.apply(config(radio)));
        assertEquals(ConfigPaths.radio("access") + "/feedback-ring", refused.violations().getFirst().path());
    }
}
