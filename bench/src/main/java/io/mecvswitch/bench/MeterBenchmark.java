package io.mecvswitch.bench;

import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Meter;
import io.mecvswitch.config.LimiterConfig.Rate;
import io.mecvswitch.dpdk.HugeTableMemory;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.TableMemory;
import io.mecvswitch.qos.Colour;
import io.mecvswitch.qos.Limiters;
import io.mecvswitch.qos.MeterProfile;
import io.mecvswitch.qos.Meters;
import io.mecvswitch.qos.Police;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.StatusFile;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs a packet to be metered, where every packet is of another meter, beside DPDK's own meter in C.
 *
 * <p>{@link #police} is the whole stage over vectors whose packets are of random bearers with an AMBR; {@link #meter}
 * and {@link #dpdk} are two-rate meters (RFC 2698) without a stage around them. All read the clock once a burst.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MeterBenchmark.PACKETS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseZGC", "--enable-native-access=ALL-UNNAMED"})
public class MeterBenchmark {
    static final int PACKETS = 64;
    private static final int INDEXES = 1 << 20;
    private static final int LENGTH = 500;
    private static final long CIR = 8_000_000;
    private static final long PIR = 16_000_000;
    private static final long BURST = 100_000;

    /** Meters that packets are of. */
    @Param({"1000", "1000000"})
    public int limiters;

    private final int[] indexes = new int[INDEXES];
    private final Meters meters = new Meters(new HugeTableMemory(), INDEXES);
    private final Meters bearers = new Meters(new HugeTableMemory(), INDEXES);
    private final long[] settings = new long[PACKETS];
    private final PacketVector vector = new PacketVector(PACKETS);
    private DpdkMeters dpdk;
    private Police police;
    private int next;
    private long passed;
    private int installed;

    @Setup
    public void make() {
        final Random random = new Random(1);
        for (int i = 0; i < INDEXES; i++) {
            indexes[i] = random.nextInt(limiters);
        }
        final MeterProfile twoRates = MeterProfile.of(new LimiterConfig("a", Meter.TWO_RATE_THREE_COLOR, false,
            new Rate(CIR, BURST), Optional.of(new Rate(PIR, BURST)), LimiterConfig.Length.L2,
            LimiterConfig.Treatment.PASS, LimiterConfig.Treatment.PASS, LimiterConfig.Treatment.DROP,
            Optional.empty()));
        final MeterProfile rate = MeterProfile.rate(CIR, BURST);
        for (int meter = 0; meter < limiters; meter++) {
            meters.fill(meter);
            meters.put(meter, twoRates, Meters.NONE);
            bearers.fill(meter);
            bearers.put(meter, rate, Meters.NONE);
        }
        dpdk = new DpdkMeters(limiters, CIR / 8, PIR / 8, BURST, indexes);
        police = new Police(meters, bearers, new Limiters(0, StatusFile.inMemory().rowMemory(), TableMemory.ordinary()),
            new Police.Owners(new int[] {Meters.NONE}, new int[0], new int[0]),
            new ArrayMemory(1, 2048), new PacketClock(SystemNanoClock.INSTANCE, false), PACKETS);
        vector.beginActions();
        vector.act(0, PACKETS, Action.DECAPSULATE);
        for (int i = 0; i < PACKETS; i++) {
            vector.tunnel[i] = Headers.tunnel(1, Layer.GPDU | Layer.IPV4 | Layer.INNER_IPV4 | Layer.INNER_IP, 0, 255);
            vector.protocols[i] = Headers.protocols(LENGTH, 0, 0, 0);
        }
    }

    @TearDown
    public void free() {
        dpdk.close();
    }

    private int burst() {
        next = next + PACKETS & INDEXES - 1;
        return next;
    }

    /** DPDK's rte_meter, two rates, called from C. */
    @Benchmark
    public long dpdk() {
        passed += dpdk.run(burst(), PACKETS, LENGTH);
        return passed;
    }

    /** Two rates, in Java. */
    @Benchmark
    public long meter() {
        final int first = burst();
        final long nowNs = System.nanoTime();
        for (int i = 0; i < PACKETS; i++) {
            settings[i] = meters.settings(indexes[first + i]);
        }
        for (int i = 0; i < PACKETS; i++) {
            passed += meters.take(indexes[first + i], settings[i], nowNs, LENGTH) == Colour.RED ? 0 : 1;
        }
        return passed;
    }

    /** The stage: aggregate maximum bit rates of bearers. */
    @Benchmark
    public int police() {
        final int first = burst();
        vector.size = PACKETS;
        System.arraycopy(indexes, first, vector.bearer, 0, PACKETS);
        police.process(vector);
        for (int i = 0; i < PACKETS && vector.leavers > 0; i++) {
            vector.verdict[i] = 0;
        }
        vector.leavers = 0;
        return vector.size;
    }

    /** What of {@link #police} is the benchmark's own. */
    @Benchmark
    public int nothing() {
        vector.size = PACKETS;
        System.arraycopy(indexes, burst(), vector.bearer, 0, PACKETS);
        return vector.bearer[PACKETS - 1];
    }

    /** What it costs to install a limiter, or to change its rate. */
    @Benchmark
    public int install() {
        for (int i = 0; i < PACKETS; i++) {
            installed = installed + 1 == limiters ? 0 : installed + 1;
            bearers.fill(installed);
            bearers.put(installed, MeterProfile.rate(CIR + (installed & 15), BURST), Meters.NONE);
        }
        return installed;
    }
}
