/*
 * What a hand-off between two threads costs in C: vectors of 32 packets in a ring of pointers, exchanged as the
 * switch's Handoff does, seven columns written on one side and read on the other, as HandoffPairBenchmark does.
 *
 *   handoff SECONDS       one thread on processor 0, one on 1; prints ns a packet, by the ring's length
 *
 * "Lines asked for" means that the producer prefetches the lines of its next vector for writing, which Java can't.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PACKETS 32
#define WORDS 6
#define LONGEST_RING 64
#define LINE 64

struct vector {
    int64_t words[WORDS][PACKETS];
    int32_t lengths[PACKETS];
    int32_t size;
} __attribute__((aligned(2 * LINE)));

/* Positions on lines of their own, with what each side knows of the other's. */
static _Alignas(2 * LINE) _Atomic uint64_t produced;
static _Alignas(2 * LINE) _Atomic uint64_t consumed;
static _Alignas(2 * LINE) _Atomic int stopped;
static struct vector vectors[LONGEST_RING + 1];
static struct vector *slots[LONGEST_RING];
static uint64_t capacity;
static int asks;
static volatile int64_t sum;

static void pin(int processor)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    sched_setaffinity(0, sizeof(set), &set);
}

static void fill(struct vector *vector, int64_t number)
{
    for (int i = 0; i < PACKETS; i++) {
        for (int word = 0; word < WORDS; word++) {
            vector->words[word][i] = number + i;
        }
        vector->lengths[i] = i;
    }
    vector->size = PACKETS;
}

static int64_t read_all(const struct vector *vector)
{
    int64_t total = 0;
    for (int i = 0; i < vector->size; i++) {
        for (int word = 0; word < WORDS; word++) {
            total += vector->words[word][i];
        }
        total += vector->lengths[i];
    }
    return total;
}

static void ask_for(const struct vector *vector)
{
    for (const char *line = (const char *)vector; line < (const char *)(vector + 1); line += LINE) {
        __builtin_prefetch(line, 1);
    }
}

static void *produce(void *unused)
{
    struct vector *own = &vectors[LONGEST_RING];
    uint64_t seen = 0;
    pin(0);
    for (uint64_t next = 0; !stopped; next++) {
        fill(own, (int64_t)next);
        while (next - seen >= capacity && !stopped) {
            seen = atomic_load_explicit(&consumed, memory_order_acquire);
        }
        struct vector *const empty = slots[next % capacity];
        slots[next % capacity] = own;
        own = empty;
        atomic_store_explicit(&produced, next + 1, memory_order_release);
        if (asks) {
            ask_for(own);
        }
    }
    return unused;
}

static void *consume(void *unused)
{
    uint64_t seen = 0;
    pin(1);
    for (uint64_t next = 0; !stopped;) {
        if (next == seen) {
            seen = atomic_load_explicit(&produced, memory_order_acquire);
            continue;
        }
        sum += read_all(slots[next % capacity]);
        atomic_store_explicit(&consumed, ++next, memory_order_release);
    }
    return unused;
}

static double measure(double seconds)
{
    const struct timespec time = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
    pthread_t producer, consumer;
    produced = consumed = 0;
    stopped = 0;
    for (int i = 0; i < LONGEST_RING; i++) {
        slots[i] = &vectors[i];
    }
    pthread_create(&producer, NULL, produce, NULL);
    pthread_create(&consumer, NULL, consume, NULL);
    nanosleep(&time, NULL);
    const uint64_t before = consumed;
    nanosleep(&time, NULL);
    const uint64_t crossed = consumed - before;
    stopped = 1;
    pthread_join(producer, NULL);
    pthread_join(consumer, NULL);
    return seconds * 1e9 / (double)(crossed * PACKETS);
}

int main(int argc, char **argv)
{
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 1;
    for (capacity = LONGEST_RING; capacity >= 8; capacity /= 2) {
        for (asks = 0; asks <= 1; asks++) {
            printf("ring of %2d%s: %.1f ns a packet\n", (int)capacity, asks ? ", lines asked for" : "",
                   measure(seconds));
        }
    }
    return EXIT_SUCCESS;
}
