/*
 * What passes between the two ends of a memif link (memif 2.0, as in VPP's src/plugins/memif/memif.h and DPDK's
 * driver), and what memif.c and memif_ring.c share.
 *
 * Over the control socket go messages of 128 octets, in the machine's byte order, a file descriptor beside those that
 * add memory or a ring:
 *
 *   server             client
 *     HELLO ------------->        how much the server can take
 *     <------------- INIT         which of the server's interfaces is meant
 *     <------- ADD_REGION  *      memory that the client has made
 *     <--------- ADD_RING  *      where in it the rings are
 *     <---------- CONNECT
 *     CONNECTED --------->        from here on packets pass
 *     <----- DISCONNECT ->        or the socket is closed
 *
 * ACK answers what is between INIT and CONNECT.
 *
 * A ring to the server is filled from its head by the client and emptied from its tail by the server. In one to the
 * client the client lends buffers at the head and the server fills them at the tail:
 *
 *              to server                          to client
 *        tail ─▶ │ frame │                  read ─▶ │ frame  │
 *                │ frame │                  tail ─▶ │ buffer │
 *        head ─▶ │       │                          │ buffer │
 *                │       │                  head ─▶ │        │
 */
#ifndef MECVSWITCH_MEMIF_H
#define MECVSWITCH_MEMIF_H

#include <stdint.h>
#include <rte_mbuf.h>

enum memif_type {
    MEMIF_ACK = 1,
    MEMIF_HELLO,
    MEMIF_INIT,
    MEMIF_ADD_REGION,
    MEMIF_ADD_RING,
    MEMIF_CONNECT,
    MEMIF_CONNECTED,
    MEMIF_DISCONNECT,
};

#define MEMIF_RING_TO_SERVER 1 /* a flag of add_ring */

struct memif_message {
    uint16_t type;
    union {
        struct __attribute__((packed)) {
            uint16_t version;
            uint32_t id;
        } init;
        struct __attribute__((packed)) {
            uint16_t index;
            uint64_t size;
        } add_region;
        struct __attribute__((packed)) {
            uint16_t flags, index, region;
            uint32_t offset;
            uint8_t log2_ring_size;
        } add_ring;
        uint8_t rest[126];
    };
} __attribute__((packed));

_Static_assert(sizeof(struct memif_message) == 128, "a message is 128 octets");

#define MEMIF_FRAME_GOES_ON 1 /* a flag of a descriptor: the next one is of the same frame */
#define MEMIF_NO_BELL 1       /* a flag of a ring: its reader polls */

struct memif_descriptor {
    uint16_t flags, region;
    uint32_t length, offset, metadata;
};

_Static_assert(sizeof(struct memif_descriptor) == 16, "a descriptor is 16 octets");

struct memif_ring {
    uint32_t cookie;
    uint16_t flags, head;
    uint16_t tail __rte_cache_aligned;
    struct memif_descriptor slots[] __rte_cache_aligned;
};

/* Shared memory as we have mapped it. */
struct region {
    uint8_t *bytes;
    uint64_t size;
};

/* One queue in one direction. The interrupt thread writes all down to shut, while it is shut and nobody is inside. */
struct passage {
    struct memif_ring *ring;
    const struct region *regions;
    uint16_t region_count;
    uint16_t size;   /* slots of the ring, a power of two */
    uint16_t buffer; /* octets of those that we own: of a client */
    uint16_t port;
    int bell;        /* that wakes the peer, or -1 */
    struct rte_mempool *pool;
    uint32_t shut;
    /* Written by the lane. */
    uint32_t inside;
    uint16_t cursor; /* the next slot to read or to fill; nobody else's copy is believed */
    uint64_t packets, octets, errors, no_buffer;
} __rte_cache_aligned;

/* Of memif_ring.c: gives all buffers of a client's ring to the server, but those that it has filled. */
void mecv_memif_lend(const struct passage *passage);
/* Of memif_ring.c: bursts as ethdev calls them, with a passage for a queue. */
uint16_t mecv_memif_receive(void *passage, struct rte_mbuf **mbufs, uint16_t count);
/* The packets are contiguous. */
uint16_t mecv_memif_transmit(void *passage, struct rte_mbuf **mbufs, uint16_t count);

#endif
