package io.mecvswitch.lane;

import io.mecvswitch.port.PortProvider;
import java.util.List;
import org.agrona.concurrent.Agent;

/**
 * A thread's role: steps its lanes in turn, on a processor of its own.
 *
 * <p>An Agrona agent: its runner brings the thread, the idle strategy and the error log.
 */
public final class Worker implements Agent {
    private final String name;
    private final Lane[] lanes;
    private final PortProvider provider;
    private final int cpu;

    /**
     * @param name     for the thread
     * @param lanes    stepped in this order
     * @param provider prepares the thread to touch packets
     * @param cpu      processor to pin the thread to, or -1
     */
    public Worker(final String name, final List<Lane> lanes, final PortProvider provider, final int cpu) {
        this.name = name;
        this.lanes = lanes.toArray(Lane[]::new);
        this.provider = provider;
        this.cpu = cpu;
    }

    @Override
    public void onStart() {
        provider.enterWorker(cpu);
    }

    @Override
    public int doWork() {
        int work = 0;
        for (final Lane lane : lanes) {
            work += lane.step();
        }
        return work;
    }

    @Override
    public void onClose() {
        provider.leaveWorker();
    }

    @Override
    public String roleName() {
        return name;
    }
}
