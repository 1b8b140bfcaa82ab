package io.mecvswitch.vswitch.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Set;

/**
 * The heap of the process, in which only control makes garbage. The collector would let that grow as far as the heap
 * may, to a quarter of the machine's memory, because nothing else wants it. Any thread.
 */
final class Heap {
    private static final String BOUND = "SoftMaxHeapSize";
    /** Half of it is in use with 100 000 rules. Where more is in use, the heap grows all the same. */
    private static final long ENOUGH = 1L << 30;
    private static final Set<VMOption.Origin> NOBODYS = Set.of(VMOption.Origin.DEFAULT, VMOption.Origin.ERGONOMIC);

    private Heap() { }

    /**
     * Bounds it, unless whoever started the JVM did, and gives back what the start took: reading the model leaves a
     * hundred MiB behind. Returns at once.
     */
    static void settle() {
        Thread.ofPlatform().daemon().name("after-the-start").start(() -> {
            bound(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
            System.gc();
        });
    }

    private static void bound(final HotSpotDiagnosticMXBean jvm) {
        if (NOBODYS.contains(jvm.getVMOption(BOUND).getOrigin()) && Runtime.getRuntime().maxMemory() > ENOUGH) {
            jvm.setVMOption(BOUND, Long.toString(ENOUGH));
        }
    }
}
