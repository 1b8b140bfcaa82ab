/*
 * Packets through memif rings. DPDK's driver believes what is in them; here the peer may write whatever it likes, at
 * any time: each descriptor is read once, is looked at before it is used, and no index of the peer's is ever ours.
 */
#include "mecvswitch.h"
#include "memif.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#include <rte_memcpy.h>

/* Whether the buffers of the ring are ours: only a client has any. */
static inline bool is_client(const struct passage *passage)
{
    return passage->buffer != 0;
}

static inline bool enter(struct passage *passage)
{
    __atomic_store_n(&passage->inside, 1, __ATOMIC_RELAXED);
    /* That this store is seen before the load, the other side's membarrier sees to. */
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    return likely(__atomic_load_n(&passage->shut, __ATOMIC_ACQUIRE) == 0);
}

static inline void leave(struct passage *passage)
{
    __atomic_store_n(&passage->inside, 0, __ATOMIC_RELEASE);
}

/* As the peer wrote it last; what it writes from now on is not seen. */
static inline struct memif_descriptor read_slot(const struct passage *passage, uint16_t slot)
{
    const uint64_t *const words = (const uint64_t *)&passage->ring->slots[slot & (passage->size - 1)];
    const uint64_t copy[] = { __atomic_load_n(&words[0], __ATOMIC_RELAXED),
                              __atomic_load_n(&words[1], __ATOMIC_RELAXED) };
    struct memif_descriptor descriptor;
    memcpy(&descriptor, copy, sizeof(descriptor));
    return descriptor;
}

/* Where so many octets are, NULL if not all of them are in the region. */
static inline uint8_t *locate(const struct passage *passage, const struct memif_descriptor *descriptor,
                              uint32_t length)
{
    if (unlikely(descriptor->region >= passage->region_count)) {
        return NULL;
    }
    const struct region *const region = &passage->regions[descriptor->region];
    return likely((uint64_t)descriptor->offset + length <= region->size) ? region->bytes + descriptor->offset : NULL;
}

/* Reception. */

/* What does not fit stays where it is. */
static inline bool append(const struct passage *passage, struct rte_mbuf *mbuf,
                          const struct memif_descriptor *descriptor)
{
    const uint8_t *const bytes = locate(passage, descriptor, descriptor->length);
    if (unlikely(bytes == NULL)) {
        return false;
    }
    const uint32_t length = RTE_MIN(descriptor->length, (uint32_t)rte_pktmbuf_tailroom(mbuf));
    rte_memcpy(rte_pktmbuf_mtod_offset(mbuf, uint8_t *, mbuf->data_len), bytes, length);
    mbuf->data_len = (uint16_t)(mbuf->data_len + length);
    return true;
}

/* A frame that is longer than a buffer gets a second one, from which its receiver sees that. */
static bool lengthen(const struct passage *passage, struct rte_mbuf *mbuf)
{
    struct rte_mbuf *const more = rte_pktmbuf_alloc(passage->pool);
    if (more == NULL) {
        return false;
    }
    more->data_len = 1;
    more->pkt_len = 1;
    mbuf->pkt_len = mbuf->data_len;
    rte_pktmbuf_chain(mbuf, more);
    return true;
}

/* Returns how many slots the frame has taken; the mbuf is empty if it could not be had. */
static inline uint16_t read_frame(const struct passage *passage, uint16_t slot, uint16_t available,
                                  struct rte_mbuf *mbuf)
{
    uint64_t length = 0;
    uint16_t slots = 0;
    bool sound = true;
    struct memif_descriptor descriptor;
    do {
        descriptor = read_slot(passage, (uint16_t)(slot + slots++));
        sound = sound && append(passage, mbuf, &descriptor);
        length += descriptor.length;
    } while (unlikely((descriptor.flags & MEMIF_FRAME_GOES_ON) != 0) && slots < available);
    sound = sound && (descriptor.flags & MEMIF_FRAME_GOES_ON) == 0;
    mbuf->pkt_len = mbuf->data_len;
    if (unlikely(!sound || (length > mbuf->data_len && !lengthen(passage, mbuf)))) {
        mbuf->data_len = 0;
        mbuf->pkt_len = 0;
    }
    return slots;
}

static uint16_t read_frames(struct passage *passage, uint16_t available, struct rte_mbuf **mbufs, uint16_t count)
{
    uint16_t slot = passage->cursor;
    const uint16_t end = (uint16_t)(slot + available);
    uint16_t done = 0;
    uint64_t octets = 0;
    while (done < count && slot != end) {
        struct rte_mbuf *const mbuf = mbufs[done];
        slot = (uint16_t)(slot + read_frame(passage, slot, (uint16_t)(end - slot), mbuf));
        const bool got = likely(mbuf->data_len != 0);
        mbuf->port = passage->port;
        octets += mbuf->pkt_len;
        passage->errors += !got;
        done = (uint16_t)(done + got);
    }
    passage->cursor = slot;
    passage->packets += done;
    passage->octets += octets;
    return done;
}

void mecv_memif_lend(const struct passage *passage)
{
    const uint16_t end = (uint16_t)(passage->cursor + passage->size);
    uint16_t slot = __atomic_load_n(&passage->ring->head, __ATOMIC_RELAXED);
    if ((uint16_t)(end - slot) > passage->size) {
        slot = passage->cursor; /* somebody else wrote it */
    }
    for (; slot != end; slot++) {
        passage->ring->slots[slot & (passage->size - 1)].length = passage->buffer;
    }
    __atomic_store_n(&passage->ring->head, end, __ATOMIC_RELEASE);
}

static void give_back(const struct passage *passage)
{
    if (is_client(passage)) {
        mecv_memif_lend(passage);
    } else {
        __atomic_store_n(&passage->ring->tail, passage->cursor, __ATOMIC_RELEASE);
    }
}

static uint16_t receive(struct passage *passage, struct rte_mbuf **mbufs, uint16_t count)
{
    const struct memif_ring *const ring = passage->ring;
    const uint16_t end = __atomic_load_n(is_client(passage) ? &ring->tail : &ring->head, __ATOMIC_ACQUIRE);
    const uint16_t available = RTE_MIN((uint16_t)(end - passage->cursor), passage->size);
    const uint16_t wanted = RTE_MIN(count, available);
    if (wanted == 0) {
        return 0;
    }
    if (unlikely(rte_pktmbuf_alloc_bulk(passage->pool, mbufs, wanted) != 0)) {
        passage->no_buffer++;
        return 0;
    }
    const uint16_t done = read_frames(passage, available, mbufs, wanted);
    if (done < wanted) {
        rte_pktmbuf_free_bulk(mbufs + done, (unsigned int)(wanted - done));
    }
    give_back(passage);
    return done;
}

uint16_t mecv_memif_receive(void *argument, struct rte_mbuf **mbufs, uint16_t count)
{
    struct passage *const passage = argument;
    const uint16_t done = enter(passage) ? receive(passage, mbufs, count) : 0;
    leave(passage);
    return done;
}

/* Transmission. */

static uint16_t free_slots(const struct passage *passage)
{
    const struct memif_ring *const ring = passage->ring;
    const uint16_t slots =
        is_client(passage)
            ? (uint16_t)(passage->size - passage->cursor + __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE))
            : (uint16_t)(__atomic_load_n(&ring->head, __ATOMIC_ACQUIRE) - passage->cursor);
    return RTE_MIN(slots, passage->size);
}

/* Fills the slot with what is left of the packet, or a part of it; returns how much, 0 if the slot has no place. */
static inline uint32_t write_slot(const struct passage *passage, uint16_t slot, const uint8_t *from, uint32_t left)
{
    struct memif_descriptor *const shared = &passage->ring->slots[slot & (passage->size - 1)];
    const struct memif_descriptor descriptor = read_slot(passage, slot);
    const uint32_t length = RTE_MIN(left, is_client(passage) ? passage->buffer : descriptor.length);
    uint8_t *const to = locate(passage, &descriptor, length);
    if (unlikely(to == NULL)) {
        return 0;
    }
    rte_memcpy(to, from, length);
    shared->length = length;
    shared->flags = length < left ? MEMIF_FRAME_GOES_ON : 0;
    return length;
}

/* Returns how many slots the packet takes, 0 if it does not fit. */
static inline uint16_t write_frame(const struct passage *passage, uint16_t slot, uint16_t free,
                                   const struct rte_mbuf *mbuf)
{
    const uint8_t *bytes = rte_pktmbuf_mtod(mbuf, const uint8_t *);
    uint32_t left = mbuf->data_len;
    uint16_t slots = 0;
    do {
        const uint32_t length = slots < free ? write_slot(passage, (uint16_t)(slot + slots), bytes, left) : 0;
        if (unlikely(length == 0)) {
            return 0;
        }
        bytes += length;
        left -= length;
        slots++;
    } while (left != 0);
    return slots;
}

static void wake(const struct passage *passage)
{
    const uint64_t one = 1;
    if ((__atomic_load_n(&passage->ring->flags, __ATOMIC_RELAXED) & MEMIF_NO_BELL) == 0 && passage->bell >= 0
        && write(passage->bell, &one, sizeof(one)) < 0) {
        return; /* it has been rung and not been heard yet */
    }
}

static uint16_t transmit(struct passage *passage, struct rte_mbuf **mbufs, uint16_t count)
{
    uint16_t free = free_slots(passage);
    uint16_t slot = passage->cursor;
    uint16_t done = 0;
    uint64_t octets = 0;
    while (done < count && free > 0) {
        const uint16_t slots = write_frame(passage, slot, free, mbufs[done]);
        if (unlikely(slots == 0)) {
            break;
        }
        octets += mbufs[done]->data_len;
        slot = (uint16_t)(slot + slots);
        free = (uint16_t)(free - slots);
        done++;
    }
    if (done == 0) {
        return 0;
    }
    passage->cursor = slot;
    __atomic_store_n(is_client(passage) ? &passage->ring->head : &passage->ring->tail, slot, __ATOMIC_RELEASE);
    mecv_free_bulk(mbufs, 0, done);
    passage->packets += done;
    passage->octets += octets;
    wake(passage);
    return done;
}

uint16_t mecv_memif_transmit(void *argument, struct rte_mbuf **mbufs, uint16_t count)
{
    struct passage *const passage = argument;
    const uint16_t done = enter(passage) ? transmit(passage, mbufs, count) : 0;
    leave(passage);
    return done;
}
