/*
 * DPDK's own meter, as a C program calls it: the contender of MeterBenchmark.
 *
 * Bursts of 32 packets of random meters; the meters of a burst are prefetched before the first is asked.
 */
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <rte_cycles.h>
#include <rte_meter.h>
#include <rte_prefetch.h>

#define BURST 32

struct meters {
	struct rte_meter_trtcm_profile profile;
	uint32_t count;
	struct rte_meter_trtcm meters[];
};

static double elapsed(const struct timespec *from)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - from->tv_sec + (now.tv_nsec - from->tv_nsec) * 1e-9;
}

/* Cycles of the time stamp counter in a second. rte_get_tsc_hz() would want the EAL initialised. */
uint64_t meters_hz(void)
{
	struct timespec from;
	clock_gettime(CLOCK_MONOTONIC, &from);
	const uint64_t start = rte_rdtsc();
	while (elapsed(&from) < 0.1)
		;
	return (uint64_t)((rte_rdtsc() - start) / elapsed(&from));
}

/* Two-rate meters that share a profile: rates in octets per second, at most one octet in 100 cycles. */
struct meters *meters_make(uint32_t count, uint64_t cir, uint64_t cbs, uint64_t pir, uint64_t pbs)
{
	struct meters *all = aligned_alloc(64, (sizeof(*all) + count * sizeof(all->meters[0]) + 63) & ~63UL);
	if (all == NULL)
		return NULL;
	const uint64_t hz = meters_hz();
	all->profile = (struct rte_meter_trtcm_profile) {
		.cbs = cbs, .pbs = pbs, .cir_period = hz / cir, .cir_bytes_per_period = 1,
		.pir_period = hz / pir, .pir_bytes_per_period = 1};
	all->count = count;
	for (uint32_t i = 0; i < count; i++)
		all->meters[i] = (struct rte_meter_trtcm) {
			.time_tc = rte_rdtsc(), .time_tp = rte_rdtsc(), .tc = cbs, .tp = pbs};
	return all;
}

void meters_free(struct meters *all)
{
	free(all);
}

/* Meters packets, a multiple of a burst; returns how many were not red. */
uint64_t meters_run(struct meters *all, const uint32_t *indexes, uint32_t packets, uint32_t length)
{
	uint64_t passed = 0;
	for (uint32_t first = 0; first < packets; first += BURST) {
		for (uint32_t i = first; i < first + BURST; i++)
			rte_prefetch0(&all->meters[indexes[i]]);
		const uint64_t now = rte_rdtsc();
		for (uint32_t i = first; i < first + BURST; i++)
			passed += rte_meter_trtcm_color_blind_check(
				&all->meters[indexes[i]], &all->profile, now, length) != RTE_COLOR_RED;
	}
	return passed;
}
