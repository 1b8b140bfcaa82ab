/* The packet path. These run inside critical downcalls: nothing here may wait. */
#include "mecvswitch.h"

#include <rte_ethdev.h>
#include <rte_mbuf_dyn.h>
#include <rte_prefetch.h>

#define NS_PER_US 1000

/* Written by control when a port starts; read by the lanes of the ports started then or later. */
static int timestamp_offset = -1;
static uint64_t timestamp_flag;

void mecv_find_timestamp(void)
{
    const int flag = rte_mbuf_dynflag_lookup(RTE_MBUF_DYNFLAG_RX_TIMESTAMP_NAME, NULL);
    const int offset = rte_mbuf_dynfield_lookup(RTE_MBUF_DYNFIELD_TIMESTAMP_NAME, NULL);
    if (flag >= 0 && offset >= 0) {
        timestamp_flag = RTE_BIT64(flag);
        timestamp_offset = offset;
    }
}

static int32_t make_contiguous(struct rte_mbuf *mbuf)
{
    const int32_t length = (int32_t)mbuf->pkt_len;
    return rte_pktmbuf_linearize(mbuf) == 0 ? length : -length;
}

static int64_t time_of(const struct rte_mbuf *mbuf)
{
    if ((mbuf->ol_flags & timestamp_flag) == 0) {
        return 0;
    }
    return (int64_t)*RTE_MBUF_DYNFIELD(mbuf, timestamp_offset, const rte_mbuf_timestamp_t *) * NS_PER_US;
}

static inline void describe(struct rte_mbuf *mbuf, uint64_t base, int64_t *position, int32_t *length)
{
    const uint64_t data = (uintptr_t)mbuf->buf_addr + mbuf->data_off;
    rte_prefetch0((const void *)(uintptr_t)data);
    *position = (int64_t)(data - base);
    *length = likely(mbuf->nb_segs == 1) ? (int32_t)mbuf->pkt_len : make_contiguous(mbuf);
}

/* What mecv_rx_burst returns. */
static inline uint64_t word(uint32_t octets, uint32_t longest, int count)
{
    return longest > UINT16_MAX ? (uint64_t)count : (uint64_t)octets << 32 | longest << 16 | (uint32_t)count;
}

/* In a loop of its own, which has four lengths in a register. */
static uint64_t measured(const int32_t *lengths, int count)
{
    uint32_t octets = 0, longest = 0;
    for (int i = 0; i < count; i++) {
        const uint32_t length = (uint32_t)lengths[i];
        octets += length;
        longest = RTE_MAX(longest, length);
    }
    /* A negative one is the longest of all. */
    return word(octets, longest, count);
}

uint64_t mecv_rx_handles(int port, int queue, struct rte_mbuf **handles, int capacity)
{
    const int count = rte_eth_rx_burst((uint16_t)port, (uint16_t)queue, handles, (uint16_t)capacity);
    uint32_t octets = 0, longest = 0, even = 0, segments = 1;
    int i = 0;
    /* Two of them, because each maximum waits for the one before. */
    for (; i + 1 < count; i += 2) {
        const struct rte_mbuf *const one = handles[i], *const other = handles[i + 1];
        octets += one->pkt_len + other->pkt_len;
        even = RTE_MAX(even, one->pkt_len);
        longest = RTE_MAX(longest, other->pkt_len);
        segments |= one->nb_segs | other->nb_segs;
    }
    if (i < count) {
        octets += handles[i]->pkt_len;
        even = RTE_MAX(even, handles[i]->pkt_len);
        segments |= handles[i]->nb_segs;
    }
    return word(octets, segments == 1 ? RTE_MAX(even, longest) : UINT32_MAX, count);
}

void mecv_describe(uint64_t base, struct rte_mbuf **handles, int64_t *positions, int32_t *lengths, int from, int to)
{
    for (int i = from; i < to; i++) {
        describe(handles[i], base, &positions[i], &lengths[i]);
    }
}

uint64_t mecv_rx_burst(int port, int queue, uint64_t base, struct rte_mbuf **handles, int64_t *positions,
                       int32_t *lengths, int64_t *times, int capacity)
{
    const int count = rte_eth_rx_burst((uint16_t)port, (uint16_t)queue, handles, (uint16_t)capacity);
    for (int i = 0; i < count; i++) {
        describe(handles[i], base, &positions[i], &lengths[i]);
    }
    if (times != NULL) {
        for (int i = 0; i < count; i++) {
            times[i] = time_of(handles[i]);
        }
    }
    return measured(lengths, count);
}

int mecv_tx_burst(int port, int queue, uint64_t base, struct rte_mbuf **handles, const int64_t *positions,
                  const int32_t *lengths, int count)
{
    for (int i = 0; i < count; i++) {
        struct rte_mbuf *const mbuf = handles[i];
        mbuf->data_off = (uint16_t)(base + (uint64_t)positions[i] - (uintptr_t)mbuf->buf_addr);
        mbuf->data_len = (uint16_t)lengths[i];
        mbuf->pkt_len = (uint32_t)lengths[i];
    }
    return mecv_tx_handles(port, queue, handles, count);
}

/* Flags of reception stay: they are other bits than those of transmission, which nobody here sets. */
int mecv_tx_handles(int port, int queue, struct rte_mbuf **handles, int count)
{
    return rte_eth_tx_burst((uint16_t)port, (uint16_t)queue, handles, (uint16_t)count);
}
