package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;

/**
 * For which addresses the switch answers neighbours, by port: its own, and at applications those of UEs.
 *
 * <p>Made by control and not changed after; UEs are looked up in the bearers as they are.
 */
public final class OwnAddresses {
    /** Another station's. */
    static final int NONE = 0;
    /** The switch's own, as a host's. */
    static final int HOST = 1;
    /** The switch's own, as a router's. */
    static final int ROUTER = 2;
    /** A UE's, behind the switch. */
    static final int PROXY = 3;

    private final TunnelTable table;
    private final PlainUes plain;
    // by port; null where there are none
    private final Endpoints[] hosts;
    private final Endpoints[] routers;
    private final boolean[] proxies;

    /** One for UEs with bearers. */
    public OwnAddresses(final TunnelTable table, final int ports) {
        this(table, PlainUes.NONE, ports);
    }

    /**
     * @param table bearers
     * @param plain UEs without
     * @param ports how many port indexes there are
     */
    public OwnAddresses(final TunnelTable table, final PlainUes plain, final int ports) {
        this.table = table;
        this.plain = plain;
        this.hosts = new Endpoints[ports];
        this.routers = new Endpoints[ports];
        this.proxies = new boolean[ports];
    }

    /** The switch is a host with this address. */
    public void host(final int port, final IpAddress address) {
        add(hosts, port, address);
    }

    /** The switch is a router with this address. */
    public void router(final int port, final IpAddress address) {
        add(routers, port, address);
    }

    /** The switch stands for all UEs. */
    public void proxy(final int port) {
        proxies[port] = true;
    }

    private static void add(final Endpoints[] addresses, final int port, final IpAddress address) {
        if (addresses[port] == null) {
            addresses[port] = new Endpoints();
        }
        addresses[port].number(address);
    }

    /** Whether there is any address to answer for at a port. */
    boolean any(final int port) {
        return hosts[port] != null || routers[port] != null || proxies[port];
    }

    /** Whether an address is the switch's own. */
    boolean isOwn(final int port, final int version, final long high, final long low) {
        return has(hosts[port], version, high, low) || has(routers[port], version, high, low);
    }

    /** {@link #NONE}, {@link #HOST}, {@link #ROUTER} or {@link #PROXY}. */
    int duty(final int port, final int version, final long high, final long low) {
        if (has(routers[port], version, high, low)) {
            return ROUTER;
        }
        if (has(hosts[port], version, high, low)) {
            return HOST;
        }
        return proxies[port] && (table.findUe(version, high, low) != TunnelTable.NONE
            || plain.find(version, high, low) != TunnelTable.NONE) ? PROXY : NONE;
    }

    private static boolean has(final Endpoints addresses, final int version, final long high, final long low) {
        return addresses != null && addresses.find(version, high, low) != Endpoints.UNKNOWN;
    }
}
