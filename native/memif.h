/*
 * What is said over a memif control socket (memif 2.0, as in VPP's src/plugins/memif/memif.h and DPDK's driver): one
 * message of 128 octets at a time, in the machine's byte order, a descriptor beside those that add memory or a ring.
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
 */
#ifndef MECVSWITCH_MEMIF_H
#define MECVSWITCH_MEMIF_H

#include <stdint.h>

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
            uint8_t name[32];
            uint16_t min_version, max_version;
            uint16_t max_region, max_ring_to_client, max_ring_to_server; /* the greatest index of each */
            uint8_t max_log2_ring_size;
        } hello;
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

#endif
