package io.mecvswitch.qos.airtime;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Vlan;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the station that a frame is for: by its VLAN the virtual interface, by its destination the station of it.
 *
 * <pre>
 *   VLAN of an interface ──▶ its station, else its others
 *   else: a station of an interface without VLAN, else the others of one that has neither VLAN nor stations
 * </pre>
 *
 * <p>An open hash table, made once. Immutable; any thread.
 */
public final class StationTable {
    /** No station. */
    public static final int NONE = -1;

    private static final int VLANS = 4_096;
    /** In the place of an interface's number in a key: any without VLAN. No address makes {@link #EMPTY} of it. */
    private static final long ANY = 0x7fff;
    private static final long EMPTY = -1;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private final int[] vifOfVlan = new int[VLANS];
    private final int[] others;
    private final int[] groups;
    private final long[] keys;
    private final int[] stations;
    private final int mask;
    private int rest = NONE;

    /**
     * What the table is to know of an interface.
     *
     * @param vlan its VLAN, or -1
     * @param vif  its stations: others first, groups second, then those with addresses
     */
    public record Entry(int vlan, Vif vif) { }

    /**
     * @param entries by number of the interface
     */
    public StationTable(final List<Entry> entries) {
        Arrays.fill(vifOfVlan, NONE);
        others = new int[entries.size()];
        groups = new int[entries.size()];
        final int count = entries.stream().mapToInt(entry -> entry.vif().stations().size()).sum();
        mask = Integer.highestOneBit(Math.max(1, count)) * 4 - 1;
        keys = new long[mask + 1];
        Arrays.fill(keys, EMPTY);
        stations = new int[mask + 1];
        add(entries);
    }

    private void add(final List<Entry> entries) {
        int first = 0;
        for (int vif = 0; vif < entries.size(); vif++) {
            final Entry entry = entries.get(vif);
            add(vif, entry, first);
            first += entry.vif().stations().size();
        }
    }

    private void add(final int vif, final Entry entry, final int first) {
        others[vif] = first;
        groups[vif] = first + 1;
        final List<Station> own = entry.vif().stations();
        if (entry.vlan() >= 0) {
            vifOfVlan[entry.vlan()] = vif;
        } else if (own.size() == 2) {
            rest = vif;
        }
        for (int i = 2; i < own.size(); i++) {
            put(key(entry.vlan() >= 0 ? vif : ANY, own.get(i).mac()), first + i);
        }
    }

    private void put(final long key, final int station) {
        int place = place(key);
        while (keys[place] != EMPTY) {
            place = place + 1 & mask;
        }
        keys[place] = key;
        stations[place] = station;
    }

    private static long key(final long vif, final long mac) {
        return vif << 48 | mac;
    }

    private int place(final long key) {
        return (int) (key * MIX >>> 40) & mask;
    }

    private int find(final long key) {
        int place = place(key);
        while (keys[place] != key) {
            if (keys[place] == EMPTY) {
                return NONE;
            }
            place = place + 1 & mask;
        }
        return stations[place];
    }

    /**
     * The station that a frame is for.
     *
     * @param frame  position of the Ethernet header
     * @param length octets of the frame
     * @return its number, or {@link #NONE} if no virtual interface has the frame
     */
    public int station(final MemorySegment bytes, final long frame, final int length) {
        if (length < Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH) {
            return NONE;
        }
        final long destination = Ethernet.destination(bytes, frame);
        final int vif = vifOfVlan[vlan(bytes, frame)];
        return vif == NONE ? withoutVlan(destination) : station(vif, vif, destination);
    }

    /**
     * The number of a station with an address of its own.
     *
     * @param vif its interface
     * @param mac its address
     * @return {@link #NONE} if the interface has no such station
     */
    int station(final int vif, final long mac) {
        final int own = find(key(vif, mac));
        if (own != NONE) {
            return own;
        }
        final int any = find(key(ANY, mac));
        return any != NONE && any >= others[vif] && (vif + 1 == others.length || any < others[vif + 1]) ? any : NONE;
    }

    /** 0 without a tag. */
    private static int vlan(final MemorySegment bytes, final long frame) {
        return Vlan.isTag(Ethernet.type(bytes, frame))
            ? Vlan.id(Vlan.tci(bytes, frame + Ethernet.TYPE_OFFSET)) : 0;
    }

    private int withoutVlan(final long destination) {
        final int station = find(key(ANY, destination));
        return station != NONE || rest == NONE ? station : station(rest, ANY, destination);
    }

    private int station(final int vif, final long owner, final long destination) {
        if (Ethernet.isGroup(destination)) {
            return groups[vif];
        }
        final int station = find(key(owner, destination));
        return station == NONE ? others[vif] : station;
    }
}
