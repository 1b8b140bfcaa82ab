/* Memory of tables into which lanes look at random, and what has it fetched ahead. */
#include "mecvswitch.h"

#include <errno.h>
#include <sys/mman.h>
#include <rte_prefetch.h>

#define HUGE_PAGE (UINT64_C(1) << 21)

static uint64_t in_pages(uint64_t length, uint64_t page)
{
    return (length + page - 1) & ~(page - 1);
}

static void give_back(uint64_t from, uint64_t to)
{
    if (from < to) {
        (void)munmap((void *)(uintptr_t)from, to - from);
    }
}

int64_t mecv_table_take(uint64_t length)
{
    const uint64_t whole = in_pages(length, HUGE_PAGE);
    void *const memory = mmap(NULL, whole + HUGE_PAGE, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        return -errno;
    }
    const uint64_t table = in_pages((uintptr_t)memory, HUGE_PAGE);
    give_back((uintptr_t)memory, table);
    give_back(table + whole, (uintptr_t)memory + whole + HUGE_PAGE);
    /* Only advice: without huge pages it takes others. The first page's worth stays ordinary: most tables are small. */
    (void)madvise((void *)(uintptr_t)(table + HUGE_PAGE), whole - HUGE_PAGE, MADV_HUGEPAGE);
    return (int64_t)table;
}

void mecv_table_give(uint64_t table, uint64_t length)
{
    give_back(table, table + in_pages(length, HUGE_PAGE));
}

void mecv_prefetch_slots(const int32_t *slots, uint32_t mask, uint32_t wanted, const int64_t *hashes, int count)
{
    for (int i = 0; i < count; i++) {
        const int32_t *const first = slots + ((uint32_t)hashes[i] & mask);
        rte_prefetch0(first);
        rte_prefetch0(first + wanted - 1);
    }
}

void mecv_prefetch_rows(uint64_t table, int shift, const int32_t *rows, int count)
{
    for (int i = 0; i < count; i++) {
        rte_prefetch0((const void *)(uintptr_t)(table + ((uint64_t)(uint32_t)rows[i] << shift)));
    }
}
