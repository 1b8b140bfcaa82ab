/*
 * What MEC vSwitch needs of DPDK that only C can reach: structs, inline functions, and what must be done around EAL
 * start. Called from Java through FFM (io.mecvswitch.dpdk.NativeDpdk), which mirrors every declaration here.
 *
 * Functions return 0 or a count, and a negative errno on failure. There is no policy, no parsing, no callback and no
 * logging on this side of the fence, but for what one driver has to be guarded with.
 *
 *   eal.c    start, stop, errors, threads, time
 *   pool.c   packet buffers
 *   port.c   the life of a device
 *   burst.c  the packet path: the functions called per burst
 *   table.c  memory of tables, and what lanes have fetched of them ahead
 *   memif.c  keeps DPDK's memif driver from taking memory away that lanes are in, and from believing its peers;
 *            memif_ring.c has its bursts, hook.c puts all that between the driver and what it calls
 */
#ifndef MECVSWITCH_H
#define MECVSWITCH_H

#include <signal.h>
#include <stdint.h>
#include <rte_mbuf.h>

#define MECV_API __attribute__((visibility("default")))
#define MECV_NAME_LENGTH 64

/* Where the buffers of a pool are: mirrored by NativeDpdk.Pool. */
struct mecv_pool {
    uint64_t address;       /* the rte_mempool */
    uint64_t lowest;        /* first byte of any buffer */
    uint64_t end;           /* after the last byte of any buffer */
    uint32_t buffer_offset; /* from an mbuf to its buffer */
    uint32_t buffer_length; /* bytes of a buffer, headroom included */
};

/* How a port is to be started: mirrored by NativeDpdk. */
struct mecv_port_setup {
    uint64_t pool;
    uint32_t rx_queues;
    uint32_t tx_queues;
    uint32_t descriptors; /* of each queue; clipped to what the device has */
    uint32_t mtu;
    uint32_t promiscuous;
    uint32_t reserved;
};

/* What a device is: mirrored by NativeDpdk.PortInfo. */
struct mecv_port_info {
    char driver[MECV_NAME_LENGTH];
    uint64_t mac; /* in the low 48 bits */
    uint64_t rx_offloads;
    uint64_t tx_offloads;
    uint32_t max_rx_queues;
    uint32_t max_tx_queues;
    uint32_t max_mtu; /* by the driver's own account */
    uint32_t mtu;
};

/* What a device counts, in the order of io.mecvswitch.port.PortStatistics. */
struct mecv_port_stats {
    uint64_t rx_packets, rx_bytes, rx_missed, rx_errors, rx_no_buffer, tx_packets, tx_bytes, tx_errors;
};

/*
 * Starts the EAL. The calling thread's signal mask is full while EAL makes its threads, so that signals keep going to
 * the threads of the host program; its signal actions and the caller's affinity are as before afterwards.
 */
MECV_API int mecv_eal_init(int argc, char **argv);
MECV_API int mecv_eal_cleanup(void);
/* Text for a (positive) errno. */
MECV_API const char *mecv_error_text(int error);
/* What DPDK logged since the last eal_init, port_add or port_start: lines at most of level error; "" if nothing. */
MECV_API const char *mecv_last_log(void);

/* Makes the calling thread one of DPDK's, with a buffer cache of its own; pins it unless cpu is negative. */
MECV_API int mecv_thread_enter(int cpu);
/* Undoes it. The thread's cached buffers of the pool go back to the pool. */
MECV_API int mecv_thread_leave(uint64_t pool);

/*
 * Confines every thread of the process to the processors it was started with but these, and so all that they will make;
 * -ENOSPC if none is left. The JVM's VM Thread may use all: what it does, workers wait for. None gives all back.
 */
MECV_API int mecv_keep_off(const int32_t *cpus, int count);

MECV_API uint64_t mecv_tsc(void);
MECV_API uint64_t mecv_tsc_hz(void);

MECV_API int mecv_pool_create(const char *name, uint32_t count, uint32_t cache, uint32_t room, struct mecv_pool *out);
MECV_API void mecv_pool_free(uint64_t pool);
MECV_API int mecv_pool_available(uint64_t pool);
/* Takes all or none. */
MECV_API int mecv_alloc_bulk(uint64_t pool, struct rte_mbuf **handles, int count);
MECV_API void mecv_free_bulk(struct rte_mbuf **handles, int from, int count);

/* Plugs a device in by its devargs and returns its port id, also if it is plugged in already. */
MECV_API int mecv_port_add(const char *devargs);
/* Configures queues, MTU and offloads and starts; -ERANGE if the MTU is beyond the device's. */
MECV_API int mecv_port_start(int port, const struct mecv_port_setup *setup);
/* Stops, closes and unplugs. */
MECV_API int mecv_port_remove(int port);
MECV_API int mecv_port_info(int port, struct mecv_port_info *out);
/* 1 if up, 0 if down. */
MECV_API int mecv_port_link(int port);
MECV_API int mecv_port_stats(int port, struct mecv_port_stats *out);
/* Names of MECV_NAME_LENGTH and values; returns how many there are, which may be more than capacity. */
MECV_API int mecv_port_xstats(int port, char *names, uint64_t *values, int capacity);

/*
 * Receives up to capacity packets into columns: the mbuf, where its first byte is relative to base, its length.
 * Chained packets are made contiguous; one that does not fit a buffer gets its length negated. Where times is given,
 * the mbuf's receive timestamp in microseconds, as net_pcap writes it, is stored in nanoseconds.
 *
 * Returns how many in bits 0-15, the longest of the lengths in bits 16-31, and their sum in bits 32-63; both are 0 if a
 * length is negative.
 */
MECV_API uint64_t mecv_rx_burst(int port, int queue, uint64_t base, struct rte_mbuf **handles, int64_t *positions,
                                int32_t *lengths, int64_t *times, int capacity);
/*
 * Receives mbufs and returns what mecv_rx_burst does, without the columns. Where a packet is chained it says nothing of
 * lengths: mecv_describe has to.
 */
MECV_API uint64_t mecv_rx_handles(int port, int queue, struct rte_mbuf **handles, int capacity);
/* Fills the columns as mecv_rx_burst does, of packets not changed since they were received, from one index to before
 * another. */
MECV_API void mecv_describe(uint64_t base, struct rte_mbuf **handles, int64_t *positions, int32_t *lengths, int from,
                            int to);
/* Sends contiguous packets from columns; returns how many the device took. */
MECV_API int mecv_tx_burst(int port, int queue, uint64_t base, struct rte_mbuf **handles, const int64_t *positions,
                           const int32_t *lengths, int count);
/* The same where the packets lie as they were received. */
MECV_API int mecv_tx_handles(int port, int queue, struct rte_mbuf **handles, int count);

/*
 * Address of zeroed memory that takes room when it is written, in huge pages where there are some; a negative errno. It
 * begins at a huge page.
 */
MECV_API int64_t mecv_table_take(uint64_t length);
MECV_API void mecv_table_give(uint64_t table, uint64_t length);
/*
 * Has lines fetched that will be read: of each hash so many slots from the one that the mask makes of it, and rows of
 * 1 << shift octets. Changes nothing, and no row need be there.
 */
MECV_API void mecv_prefetch_slots(const int32_t *slots, uint32_t mask, uint32_t wanted, const int64_t *hashes,
                                  int count);
MECV_API void mecv_prefetch_rows(uint64_t table, int shift, const int32_t *rows, int count);

/* A function by its name, and what a library is to call in its place. */
struct mecv_hook {
    const char *name;
    void *function;
};

/*
 * Of hook.c: replaces functions that the loaded library of that name calls, for that library alone. -ENOENT if it is
 * not loaded, -ENOSYS if it does not call each of them.
 */
int mecv_hook(const char *library, const struct mecv_hook *hooks, int count);

/* Of memif.c: to be called when EAL has loaded its drivers; without it, or if it fails, memif ports are refused. */
void mecv_memif_guard(void);
/* Whether a device or driver of this name is one of memif. */
int mecv_memif_is(const char *name);
int mecv_memif_add(const char *devargs);
int mecv_memif_start(uint16_t port, const struct mecv_port_setup *setup);
int mecv_memif_stats(uint16_t port, struct mecv_port_stats *out);
int mecv_memif_remove(uint16_t port);

/* Of port.c: what is done for a device of any driver. */
int mecv_probe(const char *devargs);
int mecv_start(uint16_t port, const struct mecv_port_setup *setup);
int mecv_remove(uint16_t port);

/* Of burst.c: finds the timestamp field, which the first driver that needs one registers. */
void mecv_find_timestamp(void);
/* Of eal.c: blocks every signal, so that threads a driver makes inherit that and signals stay the host program's. */
void mecv_block_signals(sigset_t *before);
/* Of eal.c: forgets what was logged. */
void mecv_clear_log(void);

#endif
