/* Packet buffers. */
#include "mecvswitch.h"

#include <errno.h>
#include <rte_errno.h>
#include <rte_lcore.h>
#include <rte_mempool.h>

/* Java finds a buffer by its handle alone: mbuf, no private area, buffer. */
_Static_assert(sizeof(struct rte_mbuf) == 128, "an mbuf is two cache lines of 64 bytes");
/* Java keeps handles in a long[] that DPDK reads and writes as an array of pointers. */
_Static_assert(sizeof(struct rte_mbuf *) == sizeof(int64_t), "a handle is the address of an mbuf");
_Static_assert(RTE_PKTMBUF_HEADROOM == 128, "received frames start 128 bytes into their buffer");
_Static_assert(sizeof(struct mecv_pool) == 32, "mirrored by NativeDpdk");

#define MBUF_FLAGS_OF_STORAGE (RTE_MBUF_F_INDIRECT | RTE_MBUF_F_EXTERNAL)

static void widen(struct rte_mempool *pool, void *opaque, struct rte_mempool_memhdr *chunk, unsigned int index)
{
    struct mecv_pool *const out = opaque;
    const uint64_t start = (uintptr_t)chunk->addr;
    (void)pool;
    (void)index;
    out->lowest = RTE_MIN(out->lowest, start);
    out->end = RTE_MAX(out->end, start + chunk->len);
}

int mecv_pool_create(const char *name, uint32_t count, uint32_t cache, uint32_t room, struct mecv_pool *out)
{
    if (room > UINT16_MAX) {
        return -EINVAL;
    }
    struct rte_mempool *const pool =
        rte_pktmbuf_pool_create(name, count, cache, 0, (uint16_t)room, SOCKET_ID_ANY);
    if (pool == NULL) {
        return -rte_errno;
    }
    *out = (struct mecv_pool){ .address = (uintptr_t)pool,
                               .lowest = UINT64_MAX,
                               .buffer_offset = sizeof(struct rte_mbuf),
                               .buffer_length = room };
    rte_mempool_mem_iter(pool, widen, out);
    return 0;
}

void mecv_pool_free(uint64_t pool)
{
    rte_mempool_free((struct rte_mempool *)(uintptr_t)pool);
}

int mecv_pool_available(uint64_t pool)
{
    return (int)rte_mempool_avail_count((struct rte_mempool *)(uintptr_t)pool);
}

int mecv_alloc_bulk(uint64_t pool, struct rte_mbuf **handles, int count)
{
    return rte_pktmbuf_alloc_bulk((struct rte_mempool *)(uintptr_t)pool, handles, (unsigned int)count);
}

/* Not 0 if more than a put into this pool is needed to free it. Reads the first cache line only. */
static inline uint64_t peculiarity(const struct rte_mbuf *mbuf, const struct rte_mempool *pool)
{
    return ((uintptr_t)mbuf->pool ^ (uintptr_t)pool) | (mbuf->nb_segs ^ 1u) | (rte_mbuf_refcnt_read(mbuf) ^ 1u)
        | (mbuf->ol_flags & MBUF_FLAGS_OF_STORAGE);
}

void mecv_free_bulk(struct rte_mbuf **handles, int from, int count)
{
    struct rte_mbuf **const first = handles + from;
    uint64_t peculiar = 0;
    if (count <= 0) {
        return;
    }
    struct rte_mempool *const pool = first[0]->pool;
    for (int i = 0; i < count; i++) {
        peculiar |= peculiarity(first[i], pool);
    }
    if (unlikely(peculiar != 0)) {
        rte_pktmbuf_free_bulk(first, (unsigned int)count);
    } else {
        rte_mempool_put_bulk(pool, (void *const *)first, (unsigned int)count);
    }
}
