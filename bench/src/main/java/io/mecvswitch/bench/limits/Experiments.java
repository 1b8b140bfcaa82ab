package io.mecvswitch.bench.limits;

import io.mecvswitch.bench.Breakout;
import io.mecvswitch.bench.Uplink;
import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.port.Port;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.LimiterCounters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What limiters and shapers do to traffic on DPDK ports, in real time: a table of what was asked and what was seen.
 *
 * <p>Times are those at which the far end found a frame, so they have in them what both threads were late by, which the
 * table tells as well; or those at which packets left by a port that writes a capture ({@link Departures}), so they
 * have in them what the worker was late by, which {@link PunctualLoop} shows of a worker that has nothing to do.
 */
public final class Experiments implements AutoCloseable {
    private static final int ACCESS = Breakout.ACCESS;
    private static final int APPLICATION = Breakout.APPLICATION;
    private static final String ACCESS_NAME = Breakout.portName(ACCESS);
    private static final String CORE_NAME = Breakout.portName(Breakout.CORE);
    private static final int MTU_FRAME = 1_514;
    private static final int CHECK_SEQUENCE = 4;
    private static final int OUTER = 14 + 20 + 8 + 8;
    private static final int ETHERNET = 14;
    private static final String SLICE = "001-01";
    /** Bearers with T-PDUs of 1 440 octets. */
    private static final List<Integer> UES = List.of(7, 19, 31);
    private static final int FLOWS = 50_000;
    private static final long CHANGED_BURST = 20_000;
    /** Commits before one is measured. */
    private static final int FLIPS = 200;
    private static final int VLAN_A = 101;
    private static final int VLAN_B = 102;
    private static final double MEGA = 1e6;
    private static final String OUT = "departures";
    private static final String SOURCE = "source";
    private static final String SINK = "sink";
    /** Octets that a capture may take of memory. */
    private static final double MOST_CAPTURED = 1.25e9;
    private static final List<Long> RATES = List.of(64_000L, 10_000_000L, 100_000_000L, 1_000_000_000L, 5_000_000_000L,
        10_000_000_000L);
    private static final List<Long> FAST_RATES = List.of(25_000_000_000L);

    private final LiveSwitch vswitch;
    private final SwitchConfig plain;
    private final double seconds;
    private final StringBuilder table = new StringBuilder("| what | asked | seen |\n|---|---|---|\n");
    private final Consumer<String> progress;
    private boolean calibrated;

    /**
     * Starts a switch.
     *
     * @param workerCpu  its processor
     * @param trafficCpu processor of what loads it
     * @param spins      whether both poll on where there is nothing to do; else they pause, and others get on
     * @param seconds    of a long measurement; 10 are asked for
     * @param progress   gets rows and sentences
     * @throws IOException if there is no folder for sockets
     */
    public Experiments(final int workerCpu, final int trafficCpu, final boolean spins, final double seconds,
        final Consumer<String> progress) throws IOException {
        this.seconds = seconds;
        this.progress = progress;
        final SwitchConfig[] first = new SwitchConfig[1];
        vswitch = new LiveSwitch(workerCpu, trafficCpu, spins, devices -> {
            first[0] = Breakout.config(LiveSwitch.layout(workerCpu, spins), devices, 1, List.of());
            return first[0];
        }, progress);
        plain = first[0].withRules(List.of());
    }

    /**
     * Does what is asked for. Returns the table as Markdown.
     *
     * @param names of experiments: {@link #all}
     */
    public String run(final List<String> names) {
        warmUp();
        names.forEach(name -> all().get(name).run());
        if (vswitch.before() != null) {
            punctual("behind", vswitch.after());
        }
        return table.toString();
    }

    private void punctual(final String when, final PunctualLoop.Lateness found) {
        row("control, " + when + " all that: the worker's processor with a loop that only looks at the clock:"
            + " departures within 10 us of ideal", "",
            "%.2f %%; lost in gaps over 10 us %.2f %%, %.0f a second, longest %.0f us",
            100 * found.withinShare(), 100 * found.lostShare(), found.gaps(), found.longestUs());
    }

    /** What can be done, by name. */
    public Map<String, Runnable> all() {
        final Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("rates", () -> RATES.forEach(this::keepsARate));
        all.put("windows", () -> RATES.forEach(this::leavesNoMoreInAnyWindow));
        all.put("fast", this::keepsAFastRate);
        all.put("conforming", this::letsConformingTrafficPass);
        all.put("ues", this::limitsUes);
        all.put("change", this::changesARate);
        all.put("nested", this::holdsAllLimitsAtOnce);
        all.put("departures", this::spacesDepartures);
        all.put("flows", this::shapesManyFlows);
        all.put("isolation", this::isolatesTenants);
        return all;
    }

    @Override
    public void close() {
        vswitch.close();
    }

    private void row(final String what, final String asked, final String seen, final Object... values) {
        final String row = "| " + what + " | " + asked + " | " + String.format(Locale.ROOT, seen, values) + " |";
        table.append(row).append('\n');
        progress.accept(row);
    }

    // Streams.

    private static byte[] tunnelled(final int ue) {
        return Uplink.S1U_IMIX.frames(ue + 1).stream().filter(frame -> frame.length > MTU_FRAME - 50).findAny()
            .orElseThrow();
    }

    private Stream stream(final Port from, final double bitsPerSecond, final int together,
        final double playedSeconds, final List<byte[]> frames) {
        final double octets = frames.stream().mapToInt(frame -> frame.length + CHECK_SEQUENCE).average().orElseThrow();
        return new Stream(frames, from, bitsPerSecond / 8 / octets, together, playedSeconds);
    }

    private static byte[] tagged(final byte[] frame, final int vlan) {
        final byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, 12);
        tagged[12] = (byte) 0x81;
        tagged[15] = (byte) vlan;
        System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
        return tagged;
    }

    private static double mbps(final double octets, final double ns) {
        return octets * 8e3 / ns;
    }

    private static long octets(final Stream stream, final int first, final int end, final int more) {
        long octets = 0;
        for (int packet = first; packet < end; packet++) {
            octets += stream.length(packet) + more;
        }
        return octets;
    }

    private static double delayUs(final Stream stream, final double quantile) {
        final long[] delays = IntStream.range(0, stream.arrived()).mapToLong(stream::delayNs).sorted().toArray();
        return delays.length == 0 ? Double.NaN : delays[(int) (quantile * (delays.length - 1))] / 1e3;
    }

    private SwitchConfig limited(final LimiterConfig limiter) {
        return limited(plain, ACCESS_NAME, limiter);
    }

    private static SwitchConfig limited(final SwitchConfig config, final String port, final LimiterConfig limiter) {
        return config.withQos(new QosConfig(List.of(limiter),
            List.of(new Attachment(Owner.PORT, port, limiter.name()))));
    }

    // Ports that write captures.

    /** What the access side sends leaves by a port that writes when it left. */
    private SwitchConfig captured(final Path capture) {
        return with(ACCESS_NAME, port(OUT, "net_pcap9,tx_pcap=" + capture));
    }

    private static PortConfig port(final String name, final String device) {
        return new PortConfig(
            name, PortConfig.Role.CORE, device, true, 1_500, true, Optional.empty(), Optional.empty());
    }

    /** More ports, by the last of which leaves what comes from one. */
    private SwitchConfig with(final String from, final PortConfig... more) {
        final List<PortConfig> ports = new ArrayList<>(plain.ports());
        ports.addAll(List.of(more));
        final RuleConfig out = new RuleConfig("out", 1, List.of(new FlowMatch(Optional.of(from), EthernetMatch.ANY,
            IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY)), new RuleAction.Forward(more[more.length - 1].name()));
        return new SwitchConfig(
            plain.dataplane(), ports, plain.wires(), List.of(out), plain.bearers(), plain.gtpu());
    }

    /** Plays a stream whose packets leave by a port that writes when they did. */
    private Stream capture(final UnaryOperator<SwitchConfig> limit, final double played, final Stream stream,
        final Runnable meanwhile) {
        calibrate();
        final Path capture = vswitch.capture();
        vswitch.apply(limit.apply(captured(capture)));
        vswitch.play(played, List.of(stream), meanwhile);
        vswitch.apply(plain);
        vswitch.tell(capture, List.of(stream));
        return stream;
    }

    private void calibrate() {
        if (!calibrated) {
            calibrated = true;
            final Path capture = vswitch.capture();
            vswitch.apply(captured(capture));
            vswitch.play(4, List.of(stream(vswitch.farEnd(ACCESS), 100e6, 1, 4, List.of(tunnelled(7)))));
            vswitch.apply(plain);
            row("DPDK's clock of captures beside the system's", "", "%+.4f %%, which is taken out",
                100 * (vswitch.calibrate(capture) - 1));
        }
    }

    private void warmUp() {
        vswitch.apply(limited(LimiterConfig.of("in", 100_000_000, 20_000)));
        vswitch.play(3, List.of(stream(vswitch.farEnd(ACCESS), 2e9, 1, 3, List.of(tunnelled(7)))));
        vswitch.apply(plain);
        final Stream idle = stream(vswitch.farEnd(ACCESS), 100e6, 1, 2, List.of(tunnelled(7)));
        vswitch.play(2, List.of(idle));
        row("both threads and four rings, without limits: delay p50, p99, p99.9", "", "%.0f, %.0f, %.0f us",
            delayUs(idle, 0.5), delayUs(idle, 0.99), delayUs(idle, 0.999));
    }

    // R1, R2: the rate is kept, and no window has more.

    private void keepsARate(final long rate) {
        final boolean slow = rate < 1_000_000;
        final byte[] frame = slow ? Uplink.S1U_SMALL.frames(1).getFirst() : tunnelled(7);
        final long burst = Math.max(3_000, rate / 800);
        vswitch.apply(limited(LimiterConfig.of("in", rate, burst)));
        final double offered = slow ? 20 : 1.3;
        final Stream stream = stream(vswitch.farEnd(ACCESS), rate * offered, 1, seconds, List.of(frame));
        vswitch.play(seconds, List.of(stream));
        final int first = stream.from(vswitch.beganNs() + TimeUnit.MILLISECONDS.toNanos(200));
        final int last = stream.arrived() - 1;
        final double passed = octets(stream, first + 1, last + 1, CHECK_SEQUENCE);
        final double ns = stream.arrivedNs(last) - stream.arrivedNs(first);
        row("R1 " + rate / 1_000 + " kb/s over " + (int) seconds + " s", "0.1 %",
            "%+.4f %% (offered %.2f times, %d not taken)",
            100 * (mbps(passed, ns) * MEGA / rate - 1), offered, stream.refused());
        if (stream.arrived() > 1_000 * seconds) {
            row("R1 the same, worst second", "1 %", "%.3f %%", 100 * worstSecond(stream, first, rate));
        }
        row("R2 the same: most octets beyond the rate in any window", "burst and MTU, " + (burst + MTU_FRAME),
            "%.0f (the far end was late by up to %.0f us: %.0f octets)", mostBeyond(stream, 0, rate),
            vswitch.longestGapUs(), vswitch.longestGapUs() * rate / 8e6);
    }

    /** R2 as it says: from a capture. */
    private void leavesNoMoreInAnyWindow(final long rate) {
        final boolean slow = rate < 1_000_000;
        final byte[] frame = slow ? Uplink.S1U_SMALL.frames(1).getFirst() : tunnelled(7);
        final long burst = Math.max(3_000, rate / 800);
        final double played = Math.min(seconds, 8 * MOST_CAPTURED / rate);
        final Stream stream = capture(config -> limited(config, ACCESS_NAME, LimiterConfig.of("in", rate, burst)),
            played, stream(vswitch.farEnd(ACCESS), rate * (slow ? 20 : 1.3), 1, played, List.of(frame)), () -> { });
        final int first = stream.from(vswitch.beganNs() + TimeUnit.MILLISECONDS.toNanos(200));
        final int last = stream.arrived() - 1;
        final double passed = mbps(octets(stream, first + 1, last + 1, CHECK_SEQUENCE),
            stream.arrivedNs(last) - stream.arrivedNs(first));
        final String what = String.format(Locale.ROOT, "%d kb/s, %.1f s, as packets left", rate / 1_000, played);
        row("R1 " + what, "0.1 %", "%+.4f %%", 100 * (passed * MEGA / rate - 1));
        row("R2 " + what + ": most octets beyond the rate in any window", "burst and MTU, " + (burst + MTU_FRAME),
            "%.0f (longest time without any packet %.0f us)", mostBeyond(stream, 0, rate), longestPauseUs(stream));
    }

    private static double longestPauseUs(final Stream stream) {
        return IntStream.range(1, stream.arrived())
            .mapToLong(packet -> stream.arrivedNs(packet) - stream.arrivedNs(packet - 1)).max().orElse(0) / 1e3;
    }

    // R1 where nobody could send as much from outside: a driver gives the same frames for ever.

    private void keepsAFastRate() {
        final Path frames = vswitch.capture();
        try {
            write(frames, tunnelled(7));
            for (final long rate : FAST_RATES) {
                vswitch.apply(limited(with(SOURCE, port(SOURCE, "net_pcap8,rx_pcap=" + frames + ",infinite_rx=1"),
                    port(SINK, "net_null9,no-rx=1")), SOURCE, LimiterConfig.of("fast", rate, rate / 800)));
                keepsAFastRate(rate);
                vswitch.apply(plain);
            }
            Files.delete(frames);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(final Path file, final byte[] frame) throws IOException {
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (int copy = 0; copy < 256; copy++) {
                writer.write(frame, 0);
            }
        }
    }

    /** What a limiter let pass, as its counter tells from millisecond to millisecond. */
    private void keepsAFastRate(final long rate) {
        final LimiterCounters counters = vswitch.limiter("fast");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        final long red = counters.red().get();
        final long green = counters.green().get();
        final List<long[]> looks = new ArrayList<>();
        final long endNs = System.nanoTime() + (long) (seconds * 1e9);
        for (long nowNs = System.nanoTime(); nowNs < endNs; nowNs = System.nanoTime()) {
            looks.add(new long[] {nowNs, counters.bytes().get()});
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        final double offered = (double) (counters.red().get() - red) / (counters.green().get() - green) + 1;
        row("R1 " + rate / 1_000_000_000 + " Gb/s over " + (int) seconds + " s, from a driver's own frames", "0.1 %",
            "%+.4f %% (offered %.2f times)", 100 * off(looks, 0, looks.size() - 1, rate), offered);
        double worst = 0;
        int from = 0;
        for (int to = 0; to < looks.size(); to++) {
            while (looks.get(to)[0] - looks.get(from + 1)[0] >= TimeUnit.SECONDS.toNanos(1)) {
                from++;
            }
            if (looks.get(to)[0] - looks.get(from)[0] >= TimeUnit.SECONDS.toNanos(1)) {
                worst = Math.max(worst, Math.abs(off(looks, from, to, rate)));
            }
        }
        row("R1 the same, worst second", "1 %", "%.3f %%", 100 * worst);
    }

    private static double off(final List<long[]> looks, final int from, final int to, final double rate) {
        final long[] first = looks.get(from);
        final long[] last = looks.get(to);
        return (last[1] - first[1]) * 8e9 / (last[0] - first[0]) / rate - 1;
    }

    private static double worstSecond(final Stream stream, final int first, final long rate) {
        double worst = 0;
        int from = first;
        long octets = 0;
        for (int to = first + 1; to < stream.arrived(); to++) {
            octets += stream.length(to) + CHECK_SEQUENCE;
            while (stream.arrivedNs(to) - stream.arrivedNs(from + 1) >= TimeUnit.SECONDS.toNanos(1)) {
                octets -= stream.length(++from) + CHECK_SEQUENCE;
            }
            final double ns = stream.arrivedNs(to) - stream.arrivedNs(from);
            if (ns >= TimeUnit.SECONDS.toNanos(1)) {
                worst = Math.max(worst, Math.abs(octets * 8e9 / ns / rate - 1));
            }
        }
        return worst;
    }

    /** Of all windows: what arrived in one, less what the rate gives in that time. */
    private static double mostBeyond(final Stream stream, final int first, final double rate) {
        double ahead = 0;
        double least = 0;
        double most = 0;
        for (int packet = first; packet < stream.arrived(); packet++) {
            final double given = (stream.arrivedNs(packet) - stream.arrivedNs(first)) * rate / 8e9;
            least = Math.min(least, ahead - given);
            ahead += stream.length(packet) + CHECK_SEQUENCE;
            most = Math.max(most, ahead - given - least);
        }
        return most;
    }

    // R3.

    private void letsConformingTrafficPass() {
        final long rate = 100_000_000;
        vswitch.apply(limited(LimiterConfig.of("in", rate, rate / 8 / 50)));
        final long before = vswitch.dropped(DropReason.LIMIT_EXCEEDED);
        final Stream stream = stream(vswitch.farEnd(ACCESS), 0.99 * rate, 4, seconds, List.of(tunnelled(7)));
        vswitch.play(seconds, List.of(stream));
        row("R3 99 Mb/s in groups of four through 100 Mb/s with a burst of 20 ms: dropped", "0", "%d of %d",
            vswitch.dropped(DropReason.LIMIT_EXCEEDED) - before, stream.sent());
    }

    // R5.

    private SwitchConfig breakout(final List<BearerConfig> bearers) {
        final RuleConfig all = new RuleConfig("breakout", 1, List.of(new FlowMatch(Optional.of(ACCESS_NAME),
            EthernetMatch.ANY, IpMatch.ANY, new TunnelMatch(Optional.empty(), Optional.of(255), Optional.empty()),
            IpMatch.ANY)), new RuleAction.ForwardDecapsulated(Breakout.portName(APPLICATION)));
        return plain.withRules(List.of(all)).withBearers(bearers);
    }

    private static BearerConfig ue(final int number, final long uplink, final long downlink) {
        return Uplink.S1U_IMIX.bearer(number).withAmbr(AmbrConfig.of(uplink, downlink));
    }

    private static byte[] ofFlow(final byte[] frame, final int flow) {
        final byte[] other = frame.clone();
        other[OUTER + 20 + 1] += (byte) flow;
        return other;
    }

    private static byte[] answer(final int ue) {
        return Uplink.S1U_IMIX.answers(ue + 1).stream().filter(frame -> frame.length > MTU_FRAME - 100).findAny()
            .orElseThrow();
    }

    private void limitsUes() {
        final int ue = UES.getFirst();
        vswitch.apply(breakout(List.of(ue(ue, 10_000_000, 5_000_000))));
        final Port access = vswitch.farEnd(ACCESS);
        final double played = Math.max(6, seconds);
        final List<Stream> streams = List.of(
            stream(access, 12e6, 1, played, List.of(tunnelled(ue))),
            stream(access, 12e6, 1, played, List.of(ofFlow(tunnelled(ue), 1))),
            stream(vswitch.farEnd(APPLICATION), 20e6, 1, played, List.of(answer(ue))));
        vswitch.play(played, streams);
        final double[] up = windows(streams.subList(0, 2), ETHERNET, 10e6);
        final double[] down = windows(streams.subList(2, 3), OUTER, 5e6);
        row("R5 a UE's two flows together, 10 Mb/s uplink, windows of 2 s", "1 %", "%+.2f to %+.2f %%", up[0], up[1]);
        row("R5 its downlink at the same time, 5 Mb/s, windows of 2 s", "1 %", "%+.2f to %+.2f %%", down[0], down[1]);
    }

    /** Least and most of windows of two seconds, in per cent off the rate. */
    private double[] windows(final List<Stream> streams, final int less, final double rate) {
        final double[] found = {Double.MAX_VALUE, -Double.MAX_VALUE};
        final long windowNs = TimeUnit.SECONDS.toNanos(2);
        for (int window = 0; window < (int) (Math.max(6, seconds) - 1) / 2; window++) {
            final long fromNs = vswitch.beganNs() + TimeUnit.MILLISECONDS.toNanos(500) + window * windowNs;
            long octets = 0;
            for (final Stream stream : streams) {
                octets += octets(stream, stream.from(fromNs), stream.from(fromNs + windowNs), -less);
            }
            final double off = 100 * (octets * 8e9 / windowNs / rate - 1);
            found[0] = Math.min(found[0], off);
            found[1] = Math.max(found[1], off);
        }
        return found;
    }

    // R6.

    private void changesARate() {
        for (int flip = 0; flip < FLIPS; flip++) {
            vswitch.apply(limited(LimiterConfig.of("in", 10_000_000 + flip, CHANGED_BURST)));
        }
        changesARate("as the far end found packets", false);
        changesARate("as packets left", true);
    }

    private void changesARate(final String seenBy, final boolean captured) {
        final double[][] seen = new double[3][];
        for (int round = 0; round < seen.length; round++) {
            seen[round] = changesARateOnce(captured);
        }
        row("R6 10 to 100 Mb/s by a commit, three times, " + seenBy + ": from its beginning to the new rate", "10 ms",
            "%.1f, %.1f, %.1f ms", seen[0][0], seen[1][0], seen[2][0]);
        row("R6 the same from the commit's end", "10 ms", "%+.1f, %+.1f, %+.1f ms", seen[0][1], seen[1][1], seen[2][1]);
        row("R6 the same, most octets beyond the new rate after it", "burst and MTU, " + (CHANGED_BURST + MTU_FRAME),
            "%.0f, %.0f, %.0f", seen[0][2], seen[1][2], seen[2][2]);
    }

    private double[] changesARateOnce(final boolean captured) {
        final Stream stream = stream(vswitch.farEnd(ACCESS), 200e6, 1, 3, List.of(tunnelled(7)));
        final long[] changedNs = new long[2];
        final SwitchConfig[] base = {plain};
        final Runnable change = () -> {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            changedNs[0] = System.nanoTime();
            vswitch.apply(limited(base[0], ACCESS_NAME, LimiterConfig.of("in", 100_000_000, CHANGED_BURST)));
            changedNs[1] = System.nanoTime();
        };
        final LimiterConfig slow = LimiterConfig.of("in", 10_000_000, CHANGED_BURST);
        if (captured) {
            capture(config -> {
                base[0] = config;
                return limited(config, ACCESS_NAME, slow);
            }, 2, stream, change);
        } else {
            vswitch.apply(limited(slow));
            vswitch.play(2, List.of(stream), change);
        }
        final long windowNs = TimeUnit.MILLISECONDS.toNanos(4);
        int first = stream.from(changedNs[0]);
        while (first < stream.arrived() - 1
            && mbps(octets(stream, first, stream.from(stream.arrivedNs(first) + windowNs),
            CHECK_SEQUENCE), windowNs) < 90) {
            first++;
        }
        return new double[] {(stream.arrivedNs(first) - changedNs[0]) / MEGA,
            (stream.arrivedNs(first) - changedNs[1]) / MEGA, mostBeyond(stream, stream.from(changedNs[0]), 100e6)};
    }

    // R8.

    private void holdsAllLimitsAtOnce() {
        final SliceConfig slice = new SliceConfig(SLICE, List.of(Uplink.S1U_IMIX.bearer(0).coreEndpoint()), false,
            List.of(), List.of());
        final List<BearerConfig> bearers = List.of(inSlice(ue(UES.get(0), 4_000_000, 4_000_000)),
            inSlice(ue(UES.get(1), 10_000_000, 10_000_000)), inSlice(ue(UES.get(2), 10_000_000, 10_000_000)));
        vswitch.apply(breakout(bearers).withSlices(new SlicesConfig(6, List.of(slice))).withQos(new QosConfig(List.of(
            LimiterConfig.of("slice", 18_000_000, 20_000).counting(Length.INNER),
            LimiterConfig.of("port", 24_000_000, 20_000).counting(Length.INNER)),
            List.of(new Attachment(Owner.SLICE_UPLINK, SLICE, "slice"),
            new Attachment(Owner.PORT, ACCESS_NAME, "port")))));
        final Port access = vswitch.farEnd(ACCESS);
        final double played = Math.max(4, seconds / 2);
        final List<Stream> streams = List.of(
            stream(access, 12e6, 1, played, List.of(bearerFrame(0))),
            stream(access, 12.1e6, 1, played, List.of(bearerFrame(1))),
            stream(access, 12.2e6, 1, played, List.of(bearerFrame(2))),
            stream(access, 12.3e6, 1, played, List.of(answer(7))));
        vswitch.play(played, streams);
        final double[] rates = streams.stream().mapToDouble(stream -> {
            final int first = stream.from(vswitch.beganNs() + TimeUnit.MILLISECONDS.toNanos(500));
            final int last = stream.arrived() - 1;
            return last <= first ? 0 : mbps(octets(stream, first, last, -ETHERNET),
                stream.arrivedNs(last) - stream.arrivedNs(first));
        }).toArray();
        row("R8 UEs of 4, 10, 10 Mb/s in a slice of 18, others beside it, port of 24", "each holds",
            "UEs %.3f, %.3f, %.3f; slice %.3f; port %.3f Mb/s", rates[0], rates[1], rates[2],
            rates[0] + rates[1] + rates[2], Arrays.stream(rates).sum());
    }

    private static BearerConfig inSlice(final BearerConfig bearer) {
        return new BearerConfig(bearer.name(), bearer.ueAddress(), bearer.coreEndpoint(), bearer.uplinkTeid(),
            bearer.accessEndpoint(), bearer.downlinkTeid(), bearer.qfi(), bearer.imsi(), bearer.push(),
            Optional.of(SLICE), bearer.ambr());
    }

    /** All bearers of this size in their order; frames are shuffled, so they are told by their TEIDs. */
    private static byte[] bearerFrame(final int index) {
        final long teid = Uplink.S1U_IMIX.bearer(UES.get(index)).uplinkTeid();
        return Uplink.S1U_IMIX.frames(UES.getLast() + 1).stream()
            .filter(frame -> Integer.toUnsignedLong(ByteBuffer.wrap(frame).getInt(OUTER - 4)) == teid)
            .findAny().orElseThrow();
    }

    // R7.

    private SwitchConfig shaped(final SwitchConfig config, final String port, final long rate, final int packets,
        final ShapedClass... classes) {
        return config.withQos(new QosConfig(List.of(), List.of(), List.of(
            new ShaperConfig(port, rate, 16_000, Length.L2, packets, 1_000, 0, List.of(classes)))));
    }

    private void spacesDepartures() {
        final long rate = 1_000_000_000;
        if (vswitch.before() != null) {
            punctual("before", vswitch.before());
        }
        vswitch.apply(shaped(plain, CORE_NAME, rate, 4_096));
        final Stream found = groups(rate);
        vswitch.play(seconds, List.of(found));
        spaced(rate, "as the far end found packets", found);
        spaced(rate, "as packets left",
            capture(config -> shaped(config, OUT, rate, 4_096), seconds, groups(rate), () -> { }));
    }

    private Stream groups(final long rate) {
        return stream(vswitch.farEnd(ACCESS), rate / 2.0, PunctualLoop.TOGETHER, seconds, List.of(tunnelled(7)));
    }

    private void spaced(final long rate, final String seenBy, final Stream stream) {
        final int together = PunctualLoop.TOGETHER;
        final byte[] frame = tunnelled(7);
        final double gapNs = (frame.length + CHECK_SEQUENCE) * 8e9 / rate;
        final double[] lateUs = new double[stream.arrived() / together * together];
        for (int first = 0; first < lateUs.length; first += together) {
            double ideal = Double.MAX_VALUE;
            for (int k = 0; k < together; k++) {
                ideal = Math.min(ideal, stream.arrivedNs(first + k) - k * gapNs);
            }
            for (int k = 0; k < together; k++) {
                lateUs[first + k] = (stream.arrivedNs(first + k) - k * gapNs - ideal) / 1e3;
            }
        }
        Arrays.sort(lateUs);
        row("R7 1 Gb/s, groups of 32 at half of it, " + seenBy + ": departures within 10 us of ideal", "99 %",
            "%.2f %%; p50 %.1f, p90 %.1f, p99 %.1f us late",
            100.0 * Arrays.stream(lateUs).filter(us -> us <= 10).count()
                / lateUs.length, lateUs[lateUs.length / 2], lateUs[lateUs.length * 9 / 10],
            lateUs[lateUs.length * 99 / 100]);
    }

    private void shapesManyFlows() {
        final long rate = 1_000_000_000;
        final ShapedClass ues = new ShapedClass("ues", OptionalLong.empty(), OptionalLong.empty(), 1, 30_000,
            OptionalLong.of(1_000_000), List.of(), List.of(Breakout.portName(APPLICATION)));
        final SwitchConfig config = breakout(Uplink.S1U_IMIX.bearers(FLOWS));
        vswitch.apply(config);
        vswitch.play(3, List.of(
            stream(vswitch.farEnd(ACCESS), 0.1e9, 1, 3, Uplink.S1U_IMIX.frames(FLOWS))));
        vswitch.apply(shaped(config, ACCESS_NAME, rate, 30_000, ues));
        final double played = Math.max(4, seconds / 2);
        final Stream stream =
            stream(vswitch.farEnd(APPLICATION), 1.1 * rate, 1, played, Uplink.S1U_IMIX.answers(FLOWS));
        vswitch.play(played, List.of(stream));
        final int first = stream.from(vswitch.beganNs() + TimeUnit.SECONDS.toNanos(1));
        final int end = stream.from(vswitch.beganNs() + (long) (played * 1e9));
        final double seen = mbps(octets(stream, first, end, CHECK_SEQUENCE),
            stream.arrivedNs(end - 1) - stream.arrivedNs(first));
        row("R7 50 000 UEs of 1 Mb/s each on 1 Gb/s: all together", "95 % of 1 Gb/s", "%.2f %% (%.0f Mb/s)",
            100 * seen * MEGA / rate, seen);
    }

    // Isolation.

    private static RuleConfig ofVlan(final String name, final int vlan) {
        final EthernetMatch any = EthernetMatch.ANY;
        return new RuleConfig(name, 1, List.of(new FlowMatch(Optional.of(ACCESS_NAME), new EthernetMatch(any.source(),
            any.destination(), VlanMatch.of(vlan), any.innerVlan(), any.etherType()), IpMatch.ANY, TunnelMatch.ANY,
            IpMatch.ANY)), new RuleAction.Pass());
    }

    private static ShapedClass tenant(final String name) {
        return new ShapedClass(name, OptionalLong.of(50_000_000), OptionalLong.empty(), 1, 1_000, OptionalLong.empty(),
            List.of(name), List.of());
    }

    private void isolatesTenants() {
        vswitch.apply(shaped(plain.withRules(List.of(ofVlan("A", VLAN_A), ofVlan("B", VLAN_B))), CORE_NAME, 100_000_000,
            4_000, tenant("A"), tenant("B")));
        final double played = Math.max(2, seconds / 4);
        final double[][] seen = new double[2][6];
        for (int round = 0; round < 6; round++) {
            final List<Stream> streams = List.of(
                stream(vswitch.farEnd(ACCESS), 45e6, 1, played, List.of(tagged(tunnelled(7), VLAN_B))),
                stream(vswitch.farEnd(ACCESS), round % 2 == 0 ? 1e3 : 500e6, 1, played,
                    List.of(tagged(tunnelled(7), VLAN_A))));
            vswitch.play(played, streams);
            final Stream b = streams.getFirst();
            seen[round % 2][round / 2] = 100.0 * b.arrived() / b.sent();
            seen[round % 2][3 + round / 2] = delayUs(b, 0.99);
        }
        row("isolation: B's 45 of 50 Mb/s, without A and with A at 10 times its share: arrived, medians of 3",
            "1 % less at most", "%.3f %%, %.3f %%", median(seen[0], 0), median(seen[1], 0));
        row("isolation: the same, p99 of B's delay", "1 ms more at most", "%.0f us, %.0f us", median(seen[0], 3),
            median(seen[1], 3));
    }

    private static double median(final double[] values, final int from) {
        final double[] three = Arrays.copyOfRange(values, from, from + 3);
        Arrays.sort(three);
        return three[1];
    }
}
