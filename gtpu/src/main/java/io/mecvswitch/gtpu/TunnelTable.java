package io.mecvswitch.gtpu;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.memory.TableMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.agrona.collections.IntArrayList;

/**
 * Bearers, found by (endpoint address, TEID) and by UE address.
 *
 * <p>Bearers come and go thousands of times a second, so they are changed in place and apart from the rules. One
 * control thread adds and removes; lanes look up without a lock. A bearer is a row, complete before an index
 * shows it. A removed row is given anew only after {@link #reclaim}, which control calls when every lane has begun
 * another vector; until then a lane that had found it reads a bearer that was valid when it looked.
 *
 * <pre>
 *   a row:   free ── put ──▶ live ── put again, remove, displaced ──▶ leaving ── settle ──▶ retired ── seal ──▶ sealed
 *            ▲                        its keys may be taken over           its keys lead nowhere                │
 *            └─────────────────────────────────────── reclaim ──────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A {@code bearer} column holds a reference: the row's number and, in bit 0, the direction of the tunnel.
 *
 * <pre>
 *   of each tunnel, by reference                               of each bearer, by row
 *   word 0  word of the endpoint, TEID: the key                word 0  UE address, high
 *   word 1  {@link Learned}, written by the matching lane              word 1  UE address, low
 *                                                              word 2  {@link Learned#configured}, and the UE address's
 *                                                                      IP version in bits 0 to 3; from bit 32 on the
 *                                                                      number of the next packet pushed downlink (high
 *                                                                      half) and uplink, written by the encapsulating
 *                                                                      lane
 *                                                              word 3  Error Indications of the downlink tunnel
 *                                                                      (high half) and the uplink tunnel, written by
 *                                                                      the answering lane
 *                                                              and elsewhere {@link Watch}, written by the lane that
 *                                                                      learns
 * </pre>
 *
 * <p>A tunnel's two words stand side by side and apart from the bearer's: a popped packet touches one cache line. All
 * that a bearer takes, indexes and its name included, is 128 octets at most where there are a million, see
 * {@link #footprint}.
 */
public final class TunnelTable {
    /** Direction of a tunnel from access to core. */
    public static final int UPLINK = 0;
    /** Direction of a tunnel from core to access. */
    public static final int DOWNLINK = 1;
    /** Nothing was found. */
    public static final int NONE = RowIndex.NONE;
    /** The key of no tunnel. */
    static final long NO_KEY = -1;
    /** What stands in the place of a tunnel's key where there is no tunnel: no endpoint, and a TEID that is known. */
    private static final long PLAIN_KEY = key(TunnelEndpoints.UNKNOWN, 1);

    private static final Origin[] ORIGINS = Origin.values();
    private static final byte LEAVING = -1;
    /** {@link #LEAVING}, and its bearer goes on with another downlink tunnel. */
    private static final byte MOVED = -2;

    private static final VarHandle WORD = JAVA_LONG.varHandle();
    private static final VarHandle WATCH = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CHUNK_SHIFT = 14;
    private static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;
    /** So that {@link RowIndex} has room for every reference. */
    private static final int MAX_CHUNKS = RowIndex.REFERENCES >>> CHUNK_SHIFT + 1;
    private static final int MAX_ROWS = MAX_CHUNKS * CHUNK_ROWS;
    /** References of tunnels there can be; each is below. */
    public static final int CAPACITY = 2 * MAX_ROWS;
    // octets of a tunnel's two words
    private static final int TUNNEL_SHIFT = 4;
    private static final int TUNNEL = 1 << TUNNEL_SHIFT;
    private static final int LEARNED = Long.BYTES;
    // octets of what both share
    private static final int BEARER_SHIFT = 5;
    private static final int BEARER = 1 << BEARER_SHIFT;
    private static final int VERSION = 0xf;
    private static final long IPV4_UE = Hash.word(4, 0);
    private static final int UE_HIGH = 0;
    private static final int UE_LOW = Long.BYTES;
    private static final int SETTINGS = 2 * Long.BYTES;
    private static final int INDICATED = 3 * Long.BYTES;
    private static final int SEQUENCE = 0xffff;

    private final TunnelEndpoints endpoints = new TunnelEndpoints();
    private final PathTable paths = new PathTable();
    private final TableMemory memory;
    private final RowIndex tunnels;
    private final RowIndex ues;
    // rows for as many as there can be, which lanes read; each is complete before an index shows it
    private final MemorySegment tunnelRows;
    private final MemorySegment bearerRows;
    // read by lanes; control adds chunks before an index shows a row of them
    private final long[][] watches = new long[MAX_CHUNKS][];

    // control only
    private final Names names = new Names();
    private final Map<IpPrefix, Integer> prefixes = new HashMap<>();
    // by row: ordinal of the origin, LEAVING or MOVED
    private final byte[][] origins = new byte[MAX_CHUNKS][];
    private final IntArrayList leaving = new IntArrayList();
    private final IntArrayList retired = new IntArrayList();
    private final IntArrayList sealed = new IntArrayList();
    private final IntArrayList free = new IntArrayList();
    private int rowCount;
    private RowObserver observer = (_, _, _) -> { };
    // written by control, read by lanes
    private volatile int changes;
    private int live;
    private int learnedCount;

    /** Who keeps something of each bearer beside the table, by reference. Control. */
    public interface RowObserver {
        /**
         * A row has another bearer now, and no lane knows it yet.
         *
         * @param row    of the bearer
         * @param former row of the bearer of the same name until now, or {@link #NONE}
         * @param bearer null if it was learned, or is that of a prefix of UEs
         */
        void filled(int row, int former, BearerConfig bearer);
    }

    /** A table in ordinary memory, for tests and tools. */
    public TunnelTable() {
        this(TableMemory.ordinary());
    }

    /**
     * An empty table. Control.
     *
     * @param memory where its rows will be
     */
    public TunnelTable(final TableMemory memory) {
        this.memory = memory;
        this.tunnels = new RowIndex(reference -> Hash.of(key(reference)));
        this.ues = new RowIndex(this::ueHash);
        this.tunnelRows = memory.take((long) CAPACITY << TUNNEL_SHIFT);
        this.bearerRows = memory.take((long) MAX_ROWS << BEARER_SHIFT);
    }

    /** Tells somebody of every bearer that comes. Control, before the first. */
    public void observe(final RowObserver rowObserver) {
        observer = rowObserver;
    }

    /** Row of the bearer of a name, or {@link #NONE}. Control. */
    public int row(final String name) {
        return names.row(name);
    }

    /** {@link #put(BearerConfig, Origin)} of a configured bearer. Control. */
    public void put(final BearerConfig bearer) {
        put(bearer, Origin.CONFIGURED);
    }

    /**
     * Adds a bearer, or changes the one of this name. What was learned of a tunnel stays with the tunnel. Control.
     *
     * <p>A tunnel or UE address that another bearer has is taken from it in one store: at every moment it is found,
     * with the one bearer or the other. That other one ends, by the next {@link #settle} at the latest, unless it is
     * put again.
     */
    public void put(final BearerConfig bearer, final Origin origin) {
        final int row = takeRow();
        fill(row, bearer);
        setWatch(row, Watch.word(mark(bearer.ueAddress()), 0));
        setOrigin(row, (byte) origin.ordinal());
        final int former = names.put(row, bearer.name());
        observer.filled(row, former, bearer);
        if (former != NONE) {
            end(former);
            setOrigin(former, key(former << 1 | DOWNLINK) == key(row << 1 | DOWNLINK) ? LEAVING : MOVED);
        }
        link(row);
    }

    /**
     * Adds a learned bearer, or changes the one of its UE address. It has no name. Control.
     *
     * @param ue       address of the UE
     * @param uplink   key of the uplink tunnel; where {@link #isUnknown}, it is found by nobody
     * @param downlink key of the downlink tunnel, likewise
     * @param timeNs   when it was seen
     */
    void putLearned(final IpAddress ue, final long uplink, final long downlink, final long timeNs) {
        final int row = takeRow();
        fill(row, uplink, downlink, ue, Learned.configured(PushConfig.DEFAULT));
        setWatch(row, Watch.word(mark(ue), timeNs));
        setOrigin(row, (byte) Origin.LEARNED.ordinal());
        observer.filled(row, NONE, null);
        link(row);
    }

    /**
     * The row of all UEs of a prefix, who have no tunnels: what is learned of their packets' way in each direction. It
     * is made if it is not there. Control.
     */
    int prefix(final IpPrefix ues) {
        return prefixes.computeIfAbsent(ues, _ -> {
            final int row = takeRow();
            fill(row, PLAIN_KEY, PLAIN_KEY, ues.address(), Learned.PLAIN);
            setOrigin(row, (byte) Origin.PREFIX.ordinal());
            observer.filled(row, NONE, null);
            return row;
        });
    }

    /** Frees the rows of other prefixes. Control, when no lane looks for them any more. */
    public void retainPrefixes(final Set<IpPrefix> kept) {
        prefixes.entrySet().removeIf(entry -> {
            if (kept.contains(entry.getKey())) {
                return false;
            }
            setOrigin(entry.getValue(), LEAVING);
            free.addInt(entry.getValue());
            return true;
        });
    }

    /**
     * Removes a bearer; nothing happens if there is none of this name. Control.
     *
     * <p>Until {@link #settle} its keys are found as before, so that another bearer can take them over without a gap.
     */
    public void remove(final String name) {
        final int row = names.row(name);
        if (row != NONE) {
            end(row);
        }
    }

    /** {@link #remove} of every run-time bearer one of whose tunnels ends at an address. Control. */
    public void removeRunTime(final IpAddress endpoint) {
        final int word = endpoints.known(endpoint);
        for (int row = 0; row < rowCount; row++) {
            if (originOf(row) == Origin.RUN_TIME.ordinal() && endsAt(row, word)) {
                end(row);
            }
        }
    }

    /** Ends the bearer of a UE address, unless it is a configured one. Control. */
    public void removeUnconfigured(final IpAddress ue) {
        final int row = live(findUe(ue.version(), ue.high(), ue.low()));
        if (row != NONE && origin(row) != Origin.CONFIGURED) {
            end(row);
        }
    }

    private boolean endsAt(final int row, final int word) {
        return key(row << 1 | UPLINK) >> 32 == word || key(row << 1 | DOWNLINK) >> 32 == word;
    }

    /**
     * Ends a change of one bearer or of thousands: what ended bearers had and nobody took over is found no more.
     * Control.
     */
    public void settle() {
        for (int k = 0; k < leaving.size(); k++) {
            unlink(leaving.getInt(k));
        }
        retired.addAll(leaving);
        leaving.clear();
    }

    /**
     * Sets apart the rows that no key leads to any more; {@link #reclaim} will free them. Those set apart before and
     * not reclaimed stay alone. Control.
     *
     * @return whether there are any
     */
    public boolean seal() {
        if (sealed.isEmpty()) {
            sealed.addAll(retired);
            retired.clear();
        }
        return !sealed.isEmpty();
    }

    /** Lets sealed rows be used again. Control, when every lane has begun a vector since they were sealed. */
    public void reclaim() {
        reclaim(_ -> { });
    }

    /**
     * {@link #reclaim()}, and says which tunnels nothing will be pushed into any more because their bearers go on
     * elsewhere.
     *
     * @param moved takes the reference of each old downlink tunnel, while its row is still as it was
     */
    public void reclaim(final IntConsumer moved) {
        for (int k = 0; k < sealed.size(); k++) {
            if (originOf(sealed.getInt(k)) == MOVED) {
                moved.accept(sealed.getInt(k) << 1 | DOWNLINK);
            }
        }
        free.addAll(sealed);
        sealed.clear();
    }

    /** Bearers in the table. Control. */
    public int size() {
        return live;
    }

    /** Whether there is room for another bearer. Control. */
    public boolean hasRoom() {
        return !free.isEmpty() || rowCount < MAX_ROWS;
    }

    /** Where the bearer of a name comes from; empty if there is none. Control. */
    public Optional<Origin> origin(final String name) {
        final int row = names.row(name);
        return row == NONE ? Optional.empty() : Optional.of(origin(row));
    }

    /** Name of the bearer that has an uplink tunnel, a downlink tunnel or a UE address. Control. */
    public Optional<String> holder(final IpAddress endpoint, final long teid) {
        final int word = endpoints.known(endpoint);
        return word == TunnelEndpoints.UNKNOWN ? Optional.empty() : named(findTunnel(key(word, (int) teid)) >> 1);
    }

    /** Name of the bearer that serves a UE address. Control. */
    public Optional<String> holder(final IpAddress ue) {
        return named(findUe(ue.version(), ue.high(), ue.low()));
    }

    private Optional<String> named(final int row) {
        return row == NONE ? Optional.empty() : names.name(row);
    }

    /** Where the bearer of a row comes from. Control, of a live row. */
    Origin origin(final int row) {
        return ORIGINS[originOf(row)];
    }

    /** Whether the bearer of a row is a learned one. Control. */
    boolean isLearned(final int row) {
        return originOf(row) == Origin.LEARNED.ordinal();
    }

    /** The row, if it has a bearer; {@link #NONE} if its bearer has ended. Control. */
    int live(final int row) {
        return row == NONE || originOf(row) < 0 ? NONE : row;
    }

    /** Learned bearers in the table. Control. */
    public int learnedCount() {
        return learnedCount;
    }

    /** Rows ever used. Control. */
    int rowCount() {
        return rowCount;
    }

    /** UE address of a bearer. */
    IpAddress ue(final int row) {
        return new IpAddress(version(row), get(row, UE_HIGH), get(row, UE_LOW));
    }

    /**
     * Error Indications received of a bearer's tunnel: what the switch pushed into it found nobody who knows it. They
     * are counted anew when the tunnel changes. Control.
     *
     * @return how many, unsigned 32 bits; 0 if there is no such bearer
     */
    public long errorIndications(final String name, final int direction) {
        final int row = names.row(name);
        return row == NONE ? 0 : errorIndications(row << 1 | direction);
    }

    /** Error Indications received of a tunnel, unsigned 32 bits. Control, of a live row. */
    long errorIndications(final int reference) {
        final int row = reference >>> 1;
        return (long) WORD.getAcquire(bearerRows, at(row, INDICATED)) >>> Integer.SIZE * (reference & 1) & 0xffff_ffffL;
    }

    /** Name of the bearer of a row, if it has one. Control, of a live row. */
    Optional<String> name(final int row) {
        return names.name(row);
    }

    /** Ends the bearer of a row: it has no name any more, and at {@link #settle} no keys. Control. */
    void end(final int row) {
        learnedCount -= isLearned(row) ? 1 : 0;
        names.remove(row);
        setOrigin(row, LEAVING);
        leaving.addInt(row);
        live--;
    }

    private int takeRow() {
        if (!free.isEmpty()) {
            return free.popInt();
        }
        if ((rowCount & CHUNK_ROWS - 1) == 0) {
            addChunk(rowCount >>> CHUNK_SHIFT);
        }
        return rowCount++;
    }

    private void addChunk(final int number) {
        if (number == MAX_CHUNKS) {
            throw new IllegalStateException("the table is full: it holds " + rowCount + " bearers");
        }
        watches[number] = new long[CHUNK_ROWS];
        origins[number] = new byte[CHUNK_ROWS];
        names.addChunk(number);
    }

    /**
     * Bytes that the table takes for all its bearers: rows, indexes and names. What is in use and what is
     * kept ready for others count alike. Control.
     */
    public long footprint() {
        final long chunkCount = rowCount + CHUNK_ROWS - 1 >>> CHUNK_SHIFT;
        return chunkCount * CHUNK_ROWS * (2 * TUNNEL + BEARER + Long.BYTES + 1) + tunnels.footprint() + ues.footprint()
            + names.footprint();
    }

    private int originOf(final int row) {
        return origins[row >>> CHUNK_SHIFT][row & CHUNK_ROWS - 1];
    }

    private void setOrigin(final int row, final byte origin) {
        origins[row >>> CHUNK_SHIFT][row & CHUNK_ROWS - 1] = origin;
    }

    private void fill(final int row, final BearerConfig bearer) {
        fill(row, key(bearer, UPLINK), key(bearer, DOWNLINK), bearer.ueAddress(),
            Learned.configured(bearer.qfi()) | Learned.configured(bearer.push()));
    }

    private void fill(final int row, final long uplink, final long downlink, final IpAddress ue, final long settings) {
        fillTunnel(row << 1 | UPLINK, uplink);
        fillTunnel(row << 1 | DOWNLINK, downlink);
        set(row, UE_HIGH, ue.high());
        set(row, UE_LOW, ue.low());
        set(row, INDICATED, 0);
        set(row, SETTINGS, settings | ue.version());
    }

    private void fillTunnel(final int reference, final long key) {
        tunnelRows.set(JAVA_LONG, tunnelAt(reference), key);
        tunnelRows.set(JAVA_LONG, tunnelAt(reference) + LEARNED, 0);
    }

    /** Makes a row's keys lead to it. A key that another row has is found at every moment, there or here. */
    private void link(final int row) {
        live++;
        learnedCount += isLearned(row) ? 1 : 0;
        inherit(row << 1 | UPLINK);
        inherit(row << 1 | DOWNLINK);
        linkTunnel(row << 1 | UPLINK);
        linkTunnel(row << 1 | DOWNLINK);
        final long hash = ueHash(row);
        final int holder = ueHolder(row);
        if (holder == NONE) {
            ues.add(hash, row);
        } else {
            ues.replace(hash, holder, row);
            displace(holder);
        }
        changes = changes + 1;
    }

    /** Another number whenever a bearer was added or changed, and is found. Any lane. */
    int changes() {
        return changes;
    }

    private void linkTunnel(final int reference) {
        if (isHalfKnown(reference)) {
            return;
        }
        final long key = key(reference);
        final int holder = findTunnel(key);
        if (holder == NONE) {
            tunnels.add(Hash.of(key), reference);
        } else {
            tunnels.replace(Hash.of(key), holder, reference);
            displace(holder >> 1);
        }
    }

    /** Whether it is the tunnel of a learned bearer that was not seen yet. */
    private boolean isHalfKnown(final int reference) {
        return isUnknown(key(reference)) && isLearned(reference >>> 1);
    }

    /** A tunnel is the same one, whoever's it is: how its packets look outside stays known. Before lanes find it. */
    private void inherit(final int reference) {
        final int former = isHalfKnown(reference) ? NONE : findTunnel(key(reference));
        if (former != NONE && (former & 1) == (reference & 1)) {
            tunnelRows.set(JAVA_LONG, tunnelAt(reference) + LEARNED, learned(former));
            setSequence(reference, sequence(former));
            set(reference >>> 1, INDICATED, get(reference >>> 1, INDICATED)
                | get(former >>> 1, INDICATED) & 0xffff_ffffL << Integer.SIZE * (reference & 1));
        }
    }

    private void displace(final int row) {
        if (originOf(row) >= 0) {
            end(row);
        }
    }

    private void unlink(final int row) {
        for (int direction = UPLINK; direction <= DOWNLINK; direction++) {
            final int reference = row << 1 | direction;
            if (findTunnel(key(reference)) == reference) {
                tunnels.remove(Hash.of(key(reference)), reference);
            }
        }
        if (ueHolder(row) == row) {
            ues.remove(ueHash(row), row);
        }
    }

    private long key(final BearerConfig bearer, final int direction) {
        return direction == UPLINK
            ? key(endpoints.word(bearer.coreEndpoint()), (int) bearer.uplinkTeid())
            : key(endpoints.word(bearer.accessEndpoint()), (int) bearer.downlinkTeid());
    }

    /** The row to which the UE address of a row leads. */
    private int ueHolder(final int row) {
        return findUe(version(row), get(row, UE_HIGH), get(row, UE_LOW));
    }

    private int version(final int row) {
        return (int) get(row, SETTINGS) & VERSION;
    }

    /** IP version of the address of a row's UE. Any lane. */
    int ueVersion(final int row) {
        return version(row);
    }

    /** First half of the address of a row's UE, 0 of IPv4. Any lane. */
    long ueHigh(final int row) {
        return get(row, UE_HIGH);
    }

    /** Second half of the address of a row's UE. Any lane. */
    long ueLow(final int row) {
        return get(row, UE_LOW);
    }

    private long ueHash(final int row) {
        return ueHash(version(row), get(row, UE_HIGH), get(row, UE_LOW));
    }

    private static long ueHash(final int version, final long high, final long low) {
        return Hash.of(high + version, low);
    }

    /**
     * Whether a learned bearer's tunnel was not seen yet; its key has the endpoint alone, and TEID 0, which is no
     * tunnel's.
     */
    static boolean isUnknown(final long key) {
        return (int) key == 0;
    }

    /** Endpoint of a tunnel's key. */
    static int endpoint(final long key) {
        return (int) (key >>> Integer.SIZE);
    }

    /** The key of a tunnel. The TEID is unsigned, every value is legal. */
    static long key(final int endpoint, final int teid) {
        return (long) endpoint << 32 | teid & 0xffff_ffffL;
    }

    /** The key of a tunnel that there is, or may be later. Control. */
    public long keyOf(final TunnelEnd tunnel) {
        return key(endpoints.word(tunnel.endpoint()), (int) tunnel.teid());
    }

    /** Words of the endpoint addresses. */
    TunnelEndpoints endpoints() {
        return endpoints;
    }

    /** Ways on which tunnels were seen. */
    PathTable paths() {
        return paths;
    }

    /** Reference of the tunnel with this key, or {@link #NONE}. Any lane. */
    int findTunnel(final long key) {
        return findTunnel(tunnels.slots(), key);
    }

    private int findTunnel(final RowIndex.Slots slots, final long key) {
        int found;
        int moves;
        do {
            moves = slots.moves();
            found = searchTunnel(slots, key);
        } while (found == NONE && slots.movedSince(moves));
        return found;
    }

    private int searchTunnel(final RowIndex.Slots slots, final long key) {
        final long hash = Hash.of(key);
        int place = slots.start(hash);
        for (int word = slots.at(place); word != 0; word = slots.at(place)) {
            if (RowIndex.Slots.matches(word, hash)) {
                final int reference = RowIndex.Slots.reference(word);
                if (key(reference) == key) {
                    return reference;
                }
            }
            place = slots.next(place);
        }
        return NONE;
    }

    /** What a lane looks for, and what it finds besides references. */
    static final class Search {
        /** By packet; {@link #NO_KEY} for none. */
        final long[] keys;
        /** By packet whose tunnel was found: what the tunnel remembers, for the lane that writes it. */
        final long[] learned;
        /** By packet whose UE was found: how to push into its tunnel. */
        final long[] ways;
        /** By packet whose UE was found: the key of its tunnel. */
        final long[] tunnels;
        /** By packet whose UE was found: {@link OuterHeaders#ends endpoints} of its tunnel. */
        final long[] ends;
        private final long[] hashes;
        // what keys most likely lead to
        private final int[] rows;
        private final MemorySegment hashSegment;
        private final MemorySegment rowSegment;

        /**
         * @param size packets of one vector at most
         */
        Search(final int size) {
            keys = new long[size];
            learned = new long[size];
            ways = new long[size];
            tunnels = new long[size];
            ends = new long[size];
            hashes = new long[size];
            rows = new int[size];
            hashSegment = MemorySegment.ofArray(hashes);
            rowSegment = MemorySegment.ofArray(rows);
        }
    }

    /**
     * Finds the tunnels of many keys. Any lane.
     *
     * <p>It looks at every key's first slots, then at every row, and has both fetched before, so that the cache misses
     * of a vector's packets overlap. Few keys stand elsewhere; those are looked for one by one.
     *
     * @param search     keys to look for
     * @param count      how many
     * @param references receives the reference of each tunnel, or {@link #NONE}
     * @return how many have none
     */
    int findTunnels(final Search search, final int count, final int[] references) {
        fetchTunnels(search, count);
        return findFetched(search, count, references);
    }

    /** Has the slots of many keys fetched, for {@link #findFetched}. Any lane. */
    void fetchTunnels(final Search search, final int count) {
        fetch(search, tunnels.slots(), count);
    }

    /** {@link #findTunnels} of keys whose slots have been fetched. Any lane. */
    int findFetched(final Search search, final int count, final int[] references) {
        final RowIndex.Slots slots = tunnels.slots();
        slots.likely(search.hashes, count, search.rows);
        memory.prefetchRows(tunnelRows, TUNNEL_SHIFT, search.rowSegment, count);
        return compare(search, count, references) == 0 ? 0 : findMissing(slots, search, count, references);
    }

    /** Has slots fetched; hashes in a loop of their own, which does several keys at once. */
    private void fetch(final Search search, final RowIndex.Slots slots, final int count) {
        final long[] keys = search.keys;
        final long[] hashes = search.hashes;
        for (int k = 0; k < count; k++) {
            hashes[k] = Hash.of(keys[k]);
        }
        slots.prefetch(memory, search.hashSegment, count);
    }

    /** Whether each likely reference is the right one; returns how many have to be looked for further. */
    private int compare(final Search search, final int count, final int[] references) {
        final long[] keys = search.keys;
        final long[] learned = search.learned;
        final MemorySegment rows = tunnelRows;
        final int[] likely = search.rows;
        int missing = 0;
        for (int k = 0; k < count; k++) {
            final int reference = likely[k];
            references[k] = reference;
            if (reference == NONE) {
                missing++;
                continue;
            }
            final long at = tunnelAt(reference);
            learned[k] = rows.get(JAVA_LONG, at + LEARNED);
            if (rows.get(JAVA_LONG, at) != keys[k]) {
                references[k] = NONE;
                missing++;
            }
        }
        return missing;
    }

    private int findMissing(final RowIndex.Slots slots, final Search search, final int count,
        final int[] references) {
        int missing = 0;
        for (int k = 0; k < count; k++) {
            if (references[k] == NONE) {
                final int reference = search.keys[k] == NO_KEY ? NONE : findTunnel(slots, search.keys[k]);
                references[k] = reference;
                if (reference == NONE) {
                    missing++;
                } else {
                    search.learned[k] = ownLearned(reference);
                }
            }
        }
        return missing;
    }

    /** The key of an IPv4 UE address, for {@link #findIpv4Ues}; {@link #NO_KEY} is none. */
    static long ipv4UeKey(final int address) {
        return address & 0xffff_ffffL ^ IPV4_UE;
    }

    /**
     * Finds the tunnels of many UEs by their IPv4 addresses, as {@link #findTunnels} does. Any lane.
     *
     * @param search     keys to look for; of those found it has the way, the tunnel's key and its endpoints, of the
     *                   others something else
     * @param count      how many
     * @param direction  of the tunnels
     * @param references receives the reference of each tunnel, or {@link #NONE}
     * @return how many have none
     */
    int findIpv4Ues(final Search search, final int count, final int direction, final int[] references) {
        final RowIndex.Slots slots = ues.slots();
        fetch(search, slots, count);
        slots.likely(search.hashes, count, search.rows);
        memory.prefetchRows(bearerRows, BEARER_SHIFT, search.rowSegment, count);
        memory.prefetchRows(tunnelRows, TUNNEL_SHIFT + 1, search.rowSegment, count);
        return compareUes(search, count, direction, references) == 0 ? 0
            : findMissingUes(search, count, direction, references);
    }

    /** Whether each likely row is the right one; returns how many have to be looked for further. */
    private int compareUes(final Search search, final int count, final int direction, final int[] references) {
        final long[] keys = search.keys;
        final long[] ways = search.ways;
        final long[] tunnels = search.tunnels;
        final long[] ends = search.ends;
        final MemorySegment bearerRows = this.bearerRows;
        final MemorySegment tunnelRows = this.tunnelRows;
        final int[] likely = search.rows;
        final boolean downlink = direction == DOWNLINK;
        int missing = 0;
        for (int k = 0; k < count; k++) {
            final int row = likely[k];
            if (row == NONE) {
                references[k] = NONE;
                missing++;
                continue;
            }
            final long bearer = at(row, 0);
            final long settings = bearerRows.get(JAVA_LONG, bearer + SETTINGS);
            final long differs = bearerRows.get(JAVA_LONG, bearer + UE_LOW) ^ keys[k] ^ IPV4_UE
                | settings & VERSION ^ 4;
            final long at = tunnelAt(row << 1);
            final long downlinkSeen = tunnelRows.get(JAVA_LONG, at + TUNNEL + LEARNED);
            final long uplinkSeen = tunnelRows.get(JAVA_LONG, at + LEARNED);
            final long downlinkKey = tunnelRows.get(JAVA_LONG, at + TUNNEL);
            final long uplinkKey = tunnelRows.get(JAVA_LONG, at);
            ways[k] = downlink ? Learned.way(downlinkSeen, uplinkSeen, settings)
                : Learned.way(uplinkSeen, downlinkSeen, settings);
            tunnels[k] = downlink ? downlinkKey : uplinkKey;
            ends[k] = downlink ? OuterHeaders.ends(uplinkKey, downlinkKey) : OuterHeaders.ends(downlinkKey, uplinkKey);
            references[k] = row << 1 | direction;
            if (differs != 0) {
                references[k] = NONE;
                missing++;
            }
        }
        return missing;
    }

    private int findMissingUes(final Search search, final int count, final int direction, final int[] references) {
        int missing = 0;
        for (int k = 0; k < count; k++) {
            if (references[k] == NONE) {
                final int row = search.keys[k] == NO_KEY ? NONE : findUe(4, 0, search.keys[k] ^ IPV4_UE);
                if (row == NONE) {
                    missing++;
                } else {
                    final int reference = row << 1 | direction;
                    references[k] = reference;
                    search.ways[k] = way(reference);
                    search.tunnels[k] = key(reference);
                    search.ends[k] = OuterHeaders.ends(oppositeKey(reference), key(reference));
                }
            }
        }
        return missing;
    }

    /** Row of the bearer that serves a UE address, or {@link #NONE}. Any lane. */
    int findUe(final int version, final long high, final long low) {
        final RowIndex.Slots slots = ues.slots();
        int found;
        int moves;
        do {
            moves = slots.moves();
            found = searchUe(slots, version, high, low);
        } while (found == NONE && slots.movedSince(moves));
        return found;
    }

    private int searchUe(final RowIndex.Slots slots, final int version, final long high, final long low) {
        final long hash = ueHash(version, high, low);
        int place = slots.start(hash);
        for (int word = slots.at(place); word != 0; word = slots.at(place)) {
            if (RowIndex.Slots.matches(word, hash) && isUe(RowIndex.Slots.reference(word), version, high, low)) {
                return RowIndex.Slots.reference(word);
            }
            place = slots.next(place);
        }
        return NONE;
    }

    private boolean isUe(final int row, final int version, final long high, final long low) {
        return get(row, UE_LOW) == low && get(row, UE_HIGH) == high && version(row) == version;
    }

    /** Key of a tunnel: endpoint number and TEID. */
    public long key(final int reference) {
        return tunnelRows.get(JAVA_LONG, tunnelAt(reference));
    }

    /** Key of the tunnel in the other direction. */
    long oppositeKey(final int reference) {
        return key(reference ^ 1);
    }

    /** What was seen on a tunnel, 0 if nothing yet. */
    long learned(final int reference) {
        return (long) WORD.getAcquire(tunnelRows, tunnelAt(reference) + LEARNED);
    }

    /** {@link #learned}, for the lane that writes it. The matching lane. */
    long ownLearned(final int reference) {
        return tunnelRows.get(JAVA_LONG, tunnelAt(reference) + LEARNED);
    }

    /** Remembers what was seen on a tunnel. The matching lane. */
    void learn(final int reference, final long learned) {
        WORD.setRelease(tunnelRows, tunnelAt(reference) + LEARNED, learned);
    }

    /**
     * Number of the next packet that is pushed into a tunnel: 0 first, 0 again after 65535. When control changes the
     * bearer but not the tunnel, numbers go on, give or take those of packets that are under way. The encapsulating
     * lane.
     */
    int nextSequence(final int reference) {
        final int sequence = sequence(reference);
        setSequence(reference, sequence + 1);
        return sequence;
    }

    private int sequence(final int reference) {
        return (int) (get(reference >>> 1, SETTINGS) >>> sequenceShift(reference)) & SEQUENCE;
    }

    private void setSequence(final int reference, final int sequence) {
        final int shift = sequenceShift(reference);
        set(reference >>> 1, SETTINGS, get(reference >>> 1, SETTINGS) & ~((long) SEQUENCE << shift)
            | (long) (sequence & SEQUENCE) << shift);
    }

    private static int sequenceShift(final int reference) {
        return Integer.SIZE + Short.SIZE * (reference & 1);
    }

    /** The {@link Watch} word of a tunnel's bearer. */
    long watched(final int reference) {
        final int row = reference >>> 1;
        return (long) WATCH.getOpaque(watches[row >>> CHUNK_SHIFT], row & CHUNK_ROWS - 1);
    }

    /** Writes the {@link Watch} word. The lane that learns. */
    void watch(final int reference, final long word) {
        final int row = reference >>> 1;
        WATCH.setOpaque(watches[row >>> CHUNK_SHIFT], row & CHUNK_ROWS - 1, word);
    }

    private void setWatch(final int row, final long word) {
        watches[row >>> CHUNK_SHIFT][row & CHUNK_ROWS - 1] = word;
    }

    private static long mark(final IpAddress ue) {
        return Watch.of(ue.version(), ue.high(), ue.low());
    }

    /** Counts an Error Indication of a tunnel. The answering lane. */
    void indicate(final int reference) {
        final int row = reference >>> 1;
        final long counts = get(row, INDICATED);
        final int shift = Integer.SIZE * (reference & 1);
        final long count = (counts >>> shift) + 1 & 0xffff_ffffL;
        WORD.setRelease(bearerRows, at(row, INDICATED), counts & ~(0xffff_ffffL << shift) | count << shift);
    }

    /** How packets are pushed into a tunnel, in the words of {@link Learned}. Any lane. */
    long way(final int reference) {
        return Learned.way(learned(reference), learned(reference ^ 1), settings(reference));
    }

    /** What the configuration says of pushes into either tunnel; above bit 31 there is something else. */
    long settings(final int reference) {
        return get(reference >>> 1, SETTINGS);
    }

    private long get(final int row, final int word) {
        return bearerRows.get(JAVA_LONG, at(row, word));
    }

    private void set(final int row, final int word, final long value) {
        bearerRows.set(JAVA_LONG, at(row, word), value);
    }

    private static long at(final int row, final int word) {
        return ((long) row << BEARER_SHIFT) + word;
    }

    private static long tunnelAt(final int reference) {
        return (long) reference << TUNNEL_SHIFT;
    }
}
