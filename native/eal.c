/* Start and stop of the EAL inside a program that has threads, signals and affinities of its own. */
#define _GNU_SOURCE
#include "mecvswitch.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
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

/* The JVM's thread that does what all others have to stand still for. */
#define STOPS_OTHERS "VM Thread"
#define COMM_LENGTH 16

/* What the process might use before some of it was left to workers; empty as long as nothing was. */
static cpu_set_t allowed;

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
    mecv_memif_guard();
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

static int stops_others(pid_t task)
{
    char path[64];
    char name[COMM_LENGTH + 1] = "";
    snprintf(path, sizeof(path), "/proc/self/task/%d/comm", task);
    FILE *const file = fopen(path, "r");
    if (file != NULL) {
        if (fgets(name, sizeof(name), file) == NULL) {
            name[0] = '\0';
        }
        fclose(file);
    }
    return strncmp(name, STOPS_OTHERS, strlen(STOPS_OTHERS)) == 0;
}

/* Threads that end meanwhile are none of ours any more, so failures mean nothing. */
static int confine_all(const cpu_set_t *rest)
{
    DIR *const tasks = opendir("/proc/self/task");
    if (tasks == NULL) {
        return -errno;
    }
    for (const struct dirent *task = readdir(tasks); task != NULL; task = readdir(tasks)) {
        const pid_t id = atoi(task->d_name);
        if (id > 0) {
            sched_setaffinity(id, sizeof(*rest), stops_others(id) ? &allowed : rest);
        }
    }
    closedir(tasks);
    return 0;
}

int mecv_keep_off(const int32_t *cpus, int count)
{
    if (CPU_COUNT(&allowed) == 0 && sched_getaffinity(0, sizeof(allowed), &allowed) != 0) {
        return -errno;
    }
    cpu_set_t rest = allowed;
    for (int i = 0; i < count; i++) {
        if (cpus[i] >= 0 && cpus[i] < CPU_SETSIZE) {
            CPU_CLR(cpus[i], &rest);
        }
    }
    if (CPU_COUNT(&rest) == 0) {
        return -ENOSPC;
    }
    /* Whoever was made during the first round was made by a thread that is confined now, or is found by the second. */
    const int result = confine_all(&rest);
    return result != 0 ? result : confine_all(&rest);
}

uint64_t mecv_tsc(void)
{
    return rte_rdtsc();
}

uint64_t mecv_tsc_hz(void)
{
    return rte_get_tsc_hz();
}
