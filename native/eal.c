/* Start and stop of the EAL inside a program that has threads, signals and affinities of its own. */
#define _GNU_SOURCE
#include "mecvswitch.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_lcore.h>
#include <rte_log.h>
#include <rte_mempool.h>

#define LOG_LENGTH 4096
#define SIGNALS 65

/* Written by whatever thread logs, through the stream's own lock. */
static FILE *log_stream;
static char log_text[LOG_LENGTH];
static size_t log_length;

/* Affinity of this thread before it was pinned. */
static __thread cpu_set_t affinity_before;

static ssize_t keep_log(void *cookie, const char *text, size_t length)
{
    (void)cookie;
    const size_t room = sizeof(log_text) - 1 - log_length;
    const size_t kept = length < room ? length : room;
    memcpy(log_text + log_length, text, kept);
    log_length += kept;
    log_text[log_length] = '\0';
    return (ssize_t)length;
}

static int open_log(void)
{
    if (log_stream == NULL) {
        log_stream = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = keep_log });
    }
    return log_stream == NULL ? -ENOMEM : rte_openlog_stream(log_stream);
}

void mecv_clear_log(void)
{
    flockfile(log_stream);
    log_length = 0;
    log_text[0] = '\0';
    funlockfile(log_stream);
}

const char *mecv_last_log(void)
{
    return log_text;
}

const char *mecv_error_text(int error)
{
    return rte_strerror(error);
}

void mecv_block_signals(sigset_t *before)
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, before);
}

/* Those that can't be asked for, as libc keeps them for itself, are marked and left alone. */
static void save_actions(struct sigaction actions[SIGNALS])
{
    for (int i = 1; i < SIGNALS; i++) {
        if (sigaction(i, NULL, &actions[i]) != 0) {
            actions[i].sa_handler = SIG_ERR;
        }
    }
}

static void restore_actions(const struct sigaction actions[SIGNALS])
{
    for (int i = 1; i < SIGNALS; i++) {
        if (i != SIGKILL && i != SIGSTOP && actions[i].sa_handler != SIG_ERR) {
            sigaction(i, &actions[i], NULL);
        }
    }
}

int mecv_eal_init(int argc, char **argv)
{
    struct sigaction actions[SIGNALS];
    sigset_t mask;
    cpu_set_t affinity;
    if (open_log() != 0) {
        return -ENOMEM;
    }
    mecv_clear_log();
    mecv_block_signals(&mask);
    save_actions(actions);
    sched_getaffinity(0, sizeof(affinity), &affinity);
    const int result = rte_eal_init(argc, argv) < 0 ? -rte_errno : 0;
    sched_setaffinity(0, sizeof(affinity), &affinity);
    restore_actions(actions);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return result;
}

int mecv_eal_cleanup(void)
{
    return rte_eal_cleanup();
}

int mecv_thread_enter(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(affinity_before), &affinity_before) != 0 || cpu >= CPU_SETSIZE) {
        return -EINVAL;
    }
    if (cpu >= 0) {
        CPU_SET(cpu, &set);
        if (sched_setaffinity(0, sizeof(set), &set) != 0) {
            return -errno;
        }
    }
    if (rte_thread_register() != 0) {
        sched_setaffinity(0, sizeof(affinity_before), &affinity_before);
        return -rte_errno;
    }
    return 0;
}

int mecv_thread_leave(uint64_t pool)
{
    struct rte_mempool *const mempool = (struct rte_mempool *)(uintptr_t)pool;
    struct rte_mempool_cache *const cache = rte_mempool_default_cache(mempool, rte_lcore_id());
    if (cache != NULL) {
        rte_mempool_cache_flush(cache, mempool);
    }
    rte_thread_unregister();
    return sched_setaffinity(0, sizeof(affinity_before), &affinity_before) == 0 ? 0 : -errno;
}

uint64_t mecv_tsc(void)
{
    return rte_rdtsc();
}

uint64_t mecv_tsc_hz(void)
{
    return rte_get_tsc_hz();
}
