/*
 * What C would give: the packet path's work on two ports with the same tables and the same checks, in one file without
 * a switch around it. One core takes bursts from port 0 and gives them to port 1; in a breakout from each to the other.
 *
 *   samework EAL-ARGUMENTS -- pop|push|push-5g|breakout|bare-pop BEARERS BUFFERS SECONDS
 *
 *   pop       one rule (G-PDUs of port 0), tunnel by endpoint and TEID, what it looked like outside is remembered,
 *             T-PDU behind a new Ethernet header
 *   push      bearer by the UE's address, its downlink tunnel's way (as that was seen, else the uplink's backwards),
 *             outer headers in front of what port 0 brings: addresses, DSCP, TTL and TEID are each bearer's own
 *   push-5g   the same with a PDU session container and the bearer's QFI
 *   breakout  pop of what port 0 brings, push of what port 1 brings, in turns; every other bearer has a container, and
 *             of a hundred rules all but the last ask for addresses in T-PDUs, of three kinds, which none has
 *   bare-pop  pop without rule, counters and memory of the tunnel: the least that moves the packet
 *
 * Bearers and captures are those of io.mecvswitch.bench.Uplink, rules those of Breakout. Prints "Mpps: RATE" once it
 * has measured.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <rte_byteorder.h>
#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#define BURST 64
#define POOL_CACHE 256
#define DESCRIPTORS 1024
#define PORTS 2
#define WARM_UP_SECONDS 2

#define ODD 0x9e3779b1u
#define ACCESS_IP 0xc0000201u
#define CORE_IP 0xc0000202u
#define UE_IP 0x0a000000u
#define CORE_MAC 0x020000000002ull
#define ACCESS_MAC 0x020000000001ull
#define QFI 9
#define OTHER_NETWORK 0xc6120000u
#define RULES 100

#define ETHERNET 14
#define IPV4 20
#define UDP 8
#define GTPU 8
#define CONTAINER 8
#define OUTER (IPV4 + UDP + GTPU)
#define GTPU_PORT 2152
#define NO_KEY UINT64_MAX
#define TAG_SHIFT 25
#define REFERENCE ((1u << TAG_SHIFT) - 1)
/* Words of gtpu.Learned. */
#define SEEN (UINT64_C(1) << 63)
#define BACKWARDS (UINT64_C(1) << 62)
#define PATH(way) ((way) >> 32 & 0x3ff)
#define CONTAINED (UINT64_C(1) << 26)
#define QFI_OF(way) ((way) >> 8 & 0x3f)
#define TTL_OF(way) ((way) >> 16 & 0xff)
#define DSCP_OF(way) ((way) & 0x3f)
#define CONFIGURED (UINT64_C(0xff) << 16 | UINT64_C(0xf) << 27)
#define TTL 64
#define TUPLES 3
#define TUPLE_SHIFT 24
#define TUPLE_SLOTS (1u << (32 - TUPLE_SHIFT))

/* Numbers in network order, at any address. */
static uint16_t u16(const uint8_t *at)
{
    uint16_t value;
    memcpy(&value, at, sizeof(value));
    return rte_be_to_cpu_16(value);
}

static uint32_t u32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof(value));
    return rte_be_to_cpu_32(value);
}

static uint64_t u64(const uint8_t *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof(value));
    return rte_be_to_cpu_64(value);
}

static void set32(uint8_t *at, uint32_t value)
{
    const uint32_t swapped = rte_cpu_to_be_32(value);
    memcpy(at, &swapped, sizeof(swapped));
}

static void set64(uint8_t *at, uint64_t value)
{
    const uint64_t swapped = rte_cpu_to_be_64(value);
    memcpy(at, &swapped, sizeof(swapped));
}

/* A tunnel or a UE, and what was seen of it last. */
struct row {
    uint64_t key;
    uint64_t seen;
};

/* A UE: address, what is configured for pushes, number and what else the switch keeps there; its tunnels are rows. */
struct bearer {
    uint64_t high, low, settings, indicated;
};

/* As gtpu.RowIndex: slots of 7 bits of the hash and 25 of the row's number + 1, at most half full. */
struct index {
    uint32_t *slots;
    uint32_t mask;
};

struct table {
    struct index tunnels, ues;
    struct row *rows;
    struct bearer *bearers;
};

/* Rules that ask for one address of the T-PDU under one mask: the address, and the rule's number + 1. */
struct tuple {
    uint32_t offset, mask;
    uint64_t slots[TUPLE_SLOTS];
};

/* How packets look outside their tunnel, forwards and backwards; all bearers of the captures share one. */
struct path {
    uint64_t macs, mac_and_tags, port_and_tpids, back_macs, back_mac_and_tags;
};

struct counters {
    uint64_t packets, octets, dropped;
};

struct rule_counters {
    uint64_t packets, octets;
};

/* What concerns packets to be popped: nothing is asked, one rule concerns them all, or a hundred tell them apart. */
enum rules { NONE, ONE, ALL };

static struct table table;
static struct path paths[1024];
static struct tuple tuples[TUPLES];
static struct counters counters;
static struct rule_counters rule_counters[RULES];
/* Columns of a burst. */
static uint64_t keys[BURST], hashes[BURST], ways[BURST];
static uint32_t rows[BURST], inner[BURST], lengths[BURST], looks[BURST], rules[BURST], lengths_before[BURST];

static inline uint64_t hash_of(uint64_t word)
{
    uint64_t hash = word ^ 0x5851f42d4c957f2dull;
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9ull;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebull;
    return hash ^ hash >> 31;
}

static uint32_t slot_of(uint64_t hash, uint32_t row)
{
    return (uint32_t)(hash >> 57) << TAG_SHIFT | (row + 1);
}

static struct index index_for(uint32_t entries)
{
    uint32_t capacity = 64;
    while (capacity < 2 * entries) {
        capacity *= 2;
    }
    return (struct index){ calloc(capacity, sizeof(uint32_t)), capacity - 1 };
}

static void add(struct index *index, uint64_t key, uint32_t row)
{
    const uint64_t hash = hash_of(key);
    uint32_t place = (uint32_t)hash & index->mask;
    while (index->slots[place] != 0) {
        place = (place + 1) & index->mask;
    }
    index->slots[place] = slot_of(hash, row);
}

static uint64_t tunnel_key(uint32_t endpoint, uint32_t teid)
{
    return (uint64_t)endpoint << 32 | teid;
}

/* Of each kind of bearers one is contained, the other is not. */
enum containers { NO_CONTAINERS, EVERY_OTHER, EVERYWHERE };

/* Both tunnels of each bearer as the switch has them, found by their keys, by the UE's address or by both. */
static void fill(uint32_t bearers, int pops, int pushes, enum containers containers)
{
    table.tunnels = index_for(pops ? 2 * bearers : 0);
    table.ues = index_for(pushes ? bearers : 0);
    table.rows = calloc(2 * bearers, sizeof(*table.rows));
    table.bearers = calloc(bearers, sizeof(*table.bearers));
    for (uint32_t n = 0; n < bearers; n++) {
        const int contained = containers == EVERYWHERE || (containers == EVERY_OTHER && n % 2 != 0);
        table.rows[2 * n].key = tunnel_key(CORE_IP, n * ODD);
        table.rows[2 * n + 1].key = tunnel_key(ACCESS_IP, n * ODD + 1);
        if (pushes) {
            table.bearers[n] = (struct bearer){ 0, UE_IP + n, (uint64_t)TTL << 16 | 4, 0 };
            table.rows[2 * n].seen = SEEN | (contained ? CONTAINED | QFI << 8 : 0);
            add(&table.ues, UE_IP + n, n);
        }
        if (pops) {
            add(&table.tunnels, table.rows[2 * n].key, 2 * n);
            add(&table.tunnels, table.rows[2 * n + 1].key, 2 * n + 1);
        }
    }
    paths[0] = (struct path){ CORE_MAC << 16 | ACCESS_MAC >> 32, ACCESS_MAC << 32, 0,
                              ACCESS_MAC << 16 | CORE_MAC >> 32, CORE_MAC << 32 };
}

static uint32_t tuple_place(uint32_t address)
{
    return address * ODD >> TUPLE_SHIFT;
}

/* As Breakout has them: all but the last ask for a destination's network, a destination or a source. */
static void fill_rules(void)
{
    tuples[0] = (struct tuple){ .offset = 16, .mask = 0xffffff00 };
    tuples[1] = (struct tuple){ .offset = 16, .mask = UINT32_MAX };
    tuples[2] = (struct tuple){ .offset = 12, .mask = UINT32_MAX };
    for (uint32_t rule = 1; rule < RULES; rule++) {
        struct tuple *const tuple = &tuples[rule % TUPLES];
        const uint32_t address = OTHER_NETWORK + (rule << 8);
        uint32_t place = tuple_place(address);
        while (tuple->slots[place] != 0) {
            place = (place + 1) % TUPLE_SLOTS;
        }
        tuple->slots[place] = (uint64_t)address << 32 | rule;
    }
}

/* The tuple's rule that concerns a T-PDU, or the last of all rules. */
static inline uint32_t ask(const struct tuple *tuple, const uint8_t *tpdu)
{
    const uint32_t address = u32(tpdu + tuple->offset) & tuple->mask;
    uint32_t place = tuple_place(address);
    for (uint64_t slot; (slot = tuple->slots[place]) != 0; place = (place + 1) % TUPLE_SLOTS) {
        if (slot >> 32 == address) {
            return (uint32_t)slot - 1;
        }
    }
    return RULES - 1;
}

static inline uint32_t rule_of(const uint8_t *tpdu)
{
    const uint32_t first = ask(&tuples[0], tpdu), second = ask(&tuples[1], tpdu), third = ask(&tuples[2], tpdu);
    return RTE_MIN(first, RTE_MIN(second, third));
}

/* Finds the rows of a burst's keys, UINT32_MAX for none: all slots, then all rows, so that misses overlap. */
static void find(int count)
{
    for (int i = 0; i < count; i++) {
        const uint32_t place = (uint32_t)hashes[i] & table.tunnels.mask;
        const uint32_t first = table.tunnels.slots[place];
        const uint32_t second = table.tunnels.slots[(place + 1) & table.tunnels.mask];
        const uint32_t word = (first ^ (uint32_t)(hashes[i] >> 32)) >> TAG_SHIFT == 0 ? first : second;
        rows[i] = (word & REFERENCE) - 1;
        rte_prefetch0(&table.rows[rows[i] == UINT32_MAX ? 0 : rows[i]]);
    }
    for (int i = 0; i < count; i++) {
        if (likely(rows[i] != UINT32_MAX && table.rows[rows[i]].key == keys[i])) {
            continue;
        }
        uint32_t place = (uint32_t)hashes[i] & table.tunnels.mask;
        rows[i] = UINT32_MAX;
        for (uint32_t word; (word = table.tunnels.slots[place]) != 0; place = (place + 1) & table.tunnels.mask) {
            const uint32_t row = (word & REFERENCE) - 1;
            if ((word ^ (uint32_t)(hashes[i] >> 32)) >> TAG_SHIFT == 0 && table.rows[row].key == keys[i]) {
                rows[i] = row;
                break;
            }
        }
    }
}

/* How to push into a UE's downlink tunnel: as that was seen, else as the uplink was, backwards. */
static inline uint64_t way_of(uint64_t seen, uint64_t opposite, uint64_t settings)
{
    return (seen & SEEN ? seen : opposite | BACKWARDS) | (settings & CONFIGURED);
}

/* As find, by UEs; what is found besides is how to push to each. */
static void find_ues(int count)
{
    for (int i = 0; i < count; i++) {
        const uint32_t place = (uint32_t)hashes[i] & table.ues.mask;
        const uint32_t first = table.ues.slots[place];
        const uint32_t second = table.ues.slots[(place + 1) & table.ues.mask];
        const uint32_t word = (first ^ (uint32_t)(hashes[i] >> 32)) >> TAG_SHIFT == 0 ? first : second;
        rows[i] = (word & REFERENCE) - 1;
        if (likely(rows[i] != UINT32_MAX)) {
            rte_prefetch0(&table.bearers[rows[i]]);
            rte_prefetch0(&table.rows[2 * rows[i]]);
        }
    }
    for (int i = 0; i < count; i++) {
        uint32_t place = (uint32_t)hashes[i] & table.ues.mask;
        if (unlikely(rows[i] == UINT32_MAX || table.bearers[rows[i]].low != keys[i]
                     || (table.bearers[rows[i]].settings & 0xf) != 4)) {
            rows[i] = UINT32_MAX;
            for (uint32_t word; (word = table.ues.slots[place]) != 0; place = (place + 1) & table.ues.mask) {
                const uint32_t row = (word & REFERENCE) - 1;
                if ((word ^ (uint32_t)(hashes[i] >> 32)) >> TAG_SHIFT == 0 && table.bearers[row].low == keys[i]) {
                    rows[i] = row;
                    break;
                }
            }
        }
        if (likely(rows[i] != UINT32_MAX)) {
            ways[i] = way_of(table.rows[2 * rows[i] + 1].seen, table.rows[2 * rows[i]].seen,
                             table.bearers[rows[i]].settings);
        }
    }
}

/*
 * A G-PDU over IPv4 and UDP without options, bare or with a PDU session container alone: where its T-PDU is, and how
 * long. 0 if it is something else.
 */
static inline uint32_t parse(const uint8_t *frame, uint32_t length, uint32_t *tpdu_length, uint64_t *key,
                             uint32_t *look)
{
    if (unlikely(length < ETHERNET + OUTER + CONTAINER)) {
        return 0;
    }
    const uint8_t *const ip = frame + ETHERNET;
    const uint8_t *const udp = ip + IPV4;
    const uint8_t *const gtpu = udp + UDP;
    const uint32_t ip_end = ETHERNET + u16(ip + 2);
    const uint32_t udp_end = ETHERNET + IPV4 + u16(udp + 4);
    if (unlikely(u16(frame + 12) != 0x0800 || ip[0] != 0x45 || (u16(ip + 6) & 0x3fff) != 0 || ip[9] != 17
                 || ip_end > length || udp_end > ip_end || u16(udp + 2) != GTPU_PORT
                 || udp_end < ETHERNET + OUTER + CONTAINER)) {
        return 0;
    }
    const uint32_t kind = u16(gtpu);
    const uint64_t payload = u64(gtpu + GTPU);
    const int contained = kind == 0x34ff && (payload & 0xffff0000ffull) == 0x8501000000ull;
    const uint32_t inner = ETHERNET + OUTER + (contained ? CONTAINER : 0);
    const uint32_t end = ETHERNET + OUTER + u16(gtpu + 2);
    if (unlikely((kind != 0x30ff && !contained) || end > udp_end || inner + IPV4 > end || frame[inner] >> 4 != 4)) {
        return 0;
    }
    *tpdu_length = end - inner;
    *key = tunnel_key(u32(ip + 16), u32(gtpu + 4));
    *look = (uint32_t)(ip[1] >> 2) | (contained ? (uint32_t)CONTAINED | ((uint32_t)payload & 0x3f00) : 0);
    return inner;
}

static void learn(const uint8_t *frame, struct row *row, uint32_t look)
{
    const uint64_t to = u64(frame) >> 16, from = u64(frame + 6) >> 16;
    paths[0] = (struct path){ u64(frame), (uint64_t)u32(frame + 8) << 32, 0, from << 16 | to >> 32, to << 32 };
    row->seen = SEEN | look;
}

static inline uint64_t news(const uint8_t *frame, const struct row *row, uint32_t look)
{
    const struct path *const path = &paths[row->seen >> 32 & 0x3ff];
    return (path->macs ^ u64(frame)) | (path->mac_and_tags ^ (uint64_t)u32(frame + 8) << 32) | path->port_and_tpids
           | ((row->seen ^ (UINT64_C(1) << 63 | look)) & ~UINT64_C(0xffffff00000000));
}

static inline void move(struct rte_mbuf *mbuf, int32_t by, uint32_t length)
{
    mbuf->data_off = (uint16_t)(mbuf->data_off + by);
    mbuf->data_len = (uint16_t)length;
    mbuf->pkt_len = length;
}

static inline void count_rules(int count, uint64_t octets, enum rules asked)
{
    if (asked == ONE) {
        rule_counters[0].packets += (uint64_t)count;
        rule_counters[0].octets += octets;
    } else if (asked == ALL) {
        for (int i = 0; i < count; i++) {
            rule_counters[rules[i]].packets++;
            rule_counters[rules[i]].octets += lengths_before[i];
        }
    }
}

static inline __attribute__((always_inline)) int pop(struct rte_mbuf **mbufs, int count, enum rules asked)
{
    int kept = 0;
    uint64_t octets = 0;
    for (int i = 0; i < count; i++) {
        rte_prefetch0(rte_pktmbuf_mtod(mbufs[i], void *));
    }
    for (int i = 0; i < count; i++) {
        const uint8_t *const frame = rte_pktmbuf_mtod(mbufs[i], const uint8_t *);
        octets += mbufs[i]->pkt_len;
        inner[i] = parse(frame, mbufs[i]->pkt_len, &lengths[i], &keys[i], &looks[i]);
        keys[i] = inner[i] == 0 ? NO_KEY : keys[i];
        hashes[i] = hash_of(keys[i]);
        rte_prefetch0(&table.tunnels.slots[(uint32_t)hashes[i] & table.tunnels.mask]);
        if (asked == ALL) {
            rules[i] = inner[i] == 0 ? 0 : rule_of(frame + inner[i]);
            lengths_before[i] = mbufs[i]->pkt_len;
        }
    }
    if (asked != NONE) {
        counters.packets += (uint64_t)count;
        counters.octets += octets;
        count_rules(count, octets, asked);
    }
    find(count);
    for (int i = 0; i < count; i++) {
        if (unlikely(rows[i] == UINT32_MAX || (asked == ALL && rules[i] != RULES - 1))) {
            rte_pktmbuf_free(mbufs[i]);
            counters.dropped++;
            continue;
        }
        uint8_t *const frame = rte_pktmbuf_mtod(mbufs[i], uint8_t *);
        struct row *const row = &table.rows[rows[i]];
        if (asked != NONE && unlikely(news(frame, row, looks[i]) != 0)) {
            learn(frame, row, looks[i]);
        }
        uint8_t *const popped = frame + inner[i] - ETHERNET;
        set64(popped, ACCESS_MAC << 16 | CORE_MAC >> 32);
        set64(popped + 6, CORE_MAC << 16 | 0x0800);
        move(mbufs[i], (int32_t)inner[i] - ETHERNET, ETHERNET + lengths[i]);
        mbufs[kept++] = mbufs[i];
    }
    return kept;
}

static inline uint16_t checksum(uint64_t first, uint64_t second, uint64_t third)
{
    uint64_t sum = (first & 0xffffffff) + (first >> 32) + (second & 0xffffffff) + (second >> 32) + third;
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~((sum & 0xffff) + (sum >> 16));
}

static int push(struct rte_mbuf **mbufs, int count)
{
    int kept = 0;
    uint64_t octets = 0;
    for (int i = 0; i < count; i++) {
        rte_prefetch0(rte_pktmbuf_mtod(mbufs[i], void *));
    }
    for (int i = 0; i < count; i++) {
        const uint8_t *const frame = rte_pktmbuf_mtod(mbufs[i], const uint8_t *);
        const uint8_t *const ip = frame + ETHERNET;
        const uint32_t length = mbufs[i]->pkt_len;
        octets += length;
        lengths[i] = length < ETHERNET + IPV4 ? 0 : u16(ip + 2);
        keys[i] = lengths[i] < IPV4 || ETHERNET + lengths[i] > length || u16(frame + 12) != 0x0800 || ip[0] != 0x45
                      ? NO_KEY
                      : u32(ip + 16);
        hashes[i] = hash_of(keys[i]);
        rte_prefetch0(&table.ues.slots[(uint32_t)hashes[i] & table.ues.mask]);
    }
    counters.packets += (uint64_t)count;
    counters.octets += octets;
    find_ues(count);
    for (int i = 0; i < count; i++) {
        const uint64_t way = ways[i];
        const struct path *const path = &paths[PATH(way)];
        if (unlikely(rows[i] == UINT32_MAX || !(way & SEEN) || (uint32_t)path->port_and_tpids != 0)) {
            rte_pktmbuf_free(mbufs[i]);
            counters.dropped++;
            continue;
        }
        const uint64_t key = table.rows[2 * rows[i] + 1].key;
        const uint64_t from = table.rows[2 * rows[i]].key >> 32, to = key >> 32;
        const int outer = OUTER + (way & CONTAINED ? CONTAINER : 0);
        uint8_t *const ip = rte_pktmbuf_mtod(mbufs[i], uint8_t *) + ETHERNET - outer;
        const uint32_t ip_length = (uint32_t)outer + lengths[i];
        if (unlikely(ip_length > UINT16_MAX || ip - ETHERNET < (uint8_t *)mbufs[i]->buf_addr)) {
            rte_pktmbuf_free(mbufs[i]);
            counters.dropped++;
            continue;
        }
        const uint64_t macs = way & BACKWARDS ? path->back_macs : path->macs;
        const uint64_t mac_and_tags = way & BACKWARDS ? path->back_mac_and_tags : path->mac_and_tags;
        const uint64_t first = (UINT64_C(0x4500) | DSCP_OF(way) << 2) << 48 | (uint64_t)ip_length << 32 | 0x4000;
        const uint64_t second = (TTL_OF(way) << 8 | 0x11) << 48 | from;
        const uint64_t sum = checksum(first, second, to);
        /* A container, or octets that what follows writes over: so no branch asks which it is. */
        set64(ip + outer - CONTAINER, UINT64_C(0x8501) << 24 | QFI_OF(way) << 8);
        set64(ip - ETHERNET, macs);
        set64(ip - 8, macs << 48 | mac_and_tags >> 32 << 16 | 0x0800);
        set64(ip, first);
        set64(ip + 8, second | sum << 32);
        set64(ip + 16, to << 32 | GTPU_PORT << 16 | GTPU_PORT);
        set64(ip + 24, (uint64_t)(ip_length - IPV4) << 48 | (way & CONTAINED ? 0x34ff : 0x30ff) << 16
                           | (ip_length - IPV4 - UDP - GTPU));
        set32(ip + 32, (uint32_t)key);
        move(mbufs[i], -outer, ETHERNET + ip_length);
        mbufs[kept++] = mbufs[i];
    }
    return kept;
}

static int pop_all(struct rte_mbuf **mbufs, int count)
{
    return pop(mbufs, count, ONE);
}

static int pop_ruled(struct rte_mbuf **mbufs, int count)
{
    return pop(mbufs, count, ALL);
}

static int pop_bare(struct rte_mbuf **mbufs, int count)
{
    return pop(mbufs, count, NONE);
}

/* What is done to what a port brings; NULL if nothing is asked of it. */
typedef int (*work_t)(struct rte_mbuf **, int);

static void work_of(const char *mode, work_t work[PORTS])
{
    work[1] = NULL;
    if (strcmp(mode, "breakout") == 0) {
        work[0] = pop_ruled;
        work[1] = push;
    } else if (strcmp(mode, "bare-pop") == 0) {
        work[0] = pop_bare;
    } else {
        work[0] = strncmp(mode, "push", 4) == 0 ? push : pop_all;
    }
}

static uint64_t forward(uint16_t from, work_t work)
{
    struct rte_mbuf *mbufs[BURST];
    const int count = rte_eth_rx_burst(from, 0, mbufs, BURST);
    const int kept = work(mbufs, count);
    const int taken = rte_eth_tx_burst(!from, 0, mbufs, (uint16_t)kept);
    if (unlikely(taken < kept)) {
        rte_pktmbuf_free_bulk(mbufs + taken, (unsigned int)(kept - taken));
    }
    return (uint64_t)taken;
}

static void run(const char *mode, uint64_t until, uint64_t *sent)
{
    work_t work[PORTS];
    work_of(mode, work);
    while (rte_rdtsc() < until) {
        *sent += forward(0, work[0]);
        if (work[1] != NULL) {
            *sent += forward(1, work[1]);
        }
    }
}

static void start(uint16_t port, struct rte_mempool *pool)
{
    const struct rte_eth_conf conf = { 0 };
    if (rte_eth_dev_configure(port, 1, 1, &conf) != 0
        || rte_eth_rx_queue_setup(port, 0, DESCRIPTORS, 0, NULL, pool) != 0
        || rte_eth_tx_queue_setup(port, 0, DESCRIPTORS, 0, NULL) != 0 || rte_eth_dev_start(port) != 0) {
        rte_exit(EXIT_FAILURE, "port %u does not start\n", port);
    }
}

static void prepare(const char *mode, uint32_t bearers)
{
    const int both = strcmp(mode, "breakout") == 0;
    const int pushes = both || strncmp(mode, "push", 4) == 0;
    const enum containers containers = strcmp(mode, "push-5g") == 0 ? EVERYWHERE : NO_CONTAINERS;
    fill(bearers, both || !pushes, pushes, both ? EVERY_OTHER : containers);
    fill_rules();
}

int main(int argc, char **argv)
{
    const int used = rte_eal_init(argc, argv);
    if (used < 0 || argc - used != 5 || rte_eth_dev_count_avail() != PORTS) {
        rte_exit(EXIT_FAILURE, "two ports, and: pop|push|push-5g|breakout|bare-pop BEARERS BUFFERS SECONDS\n");
    }
    const char *const mode = argv[used + 1];
    const uint32_t bearers = (uint32_t)strtoul(argv[used + 2], NULL, 10);
    const uint32_t buffers = (uint32_t)strtoul(argv[used + 3], NULL, 10);
    const uint64_t seconds = strtoul(argv[used + 4], NULL, 10);
    struct rte_mempool *const pool =
        rte_pktmbuf_pool_create("packets", buffers, POOL_CACHE, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
    uint64_t warmed_up = 0, sent = 0;
    if (pool == NULL) {
        rte_exit(EXIT_FAILURE, "no packet buffers\n");
    }
    start(0, pool);
    start(1, pool);
    prepare(mode, bearers);
    run(mode, rte_rdtsc() + WARM_UP_SECONDS * rte_get_tsc_hz(), &warmed_up);
    run(mode, rte_rdtsc() + seconds * rte_get_tsc_hz(), &sent);
    printf("Mpps: %.3f\n", (double)sent / (double)seconds / 1e6);
    return sent != 0 && counters.dropped == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
