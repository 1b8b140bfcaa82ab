/*
 * What DPDK's memif driver leaves to its users, as it has no say in their threads and trusts whoever is at the other
 * end of its socket. The driver talks over the socket; packets pass through memif_ring.c.
 *
 * The driver maps, unmaps, closes and frees whenever the socket says so: in DPDK's interrupt thread, while lanes
 * receive and send. So each queue has a passage. Lanes say when they are inside; the interrupt thread shuts it and
 * waits until nobody is, before the driver sees a message or the end of a connection. The fence that each side would
 * need between its store and its load is paid by the one that seldom comes (membarrier), so a burst costs two stores
 * and a load more. Control and the interrupt thread exclude each other by a mutex, as the driver would unmap twice
 * otherwise.
 *
 * What passes over the socket is read before the driver reads it: a region must be as long as is said and must be
 * sealed to stay so, a ring must lie in one, and each thing is said once and in its turn (memif.h). Who does not keep
 * to it is cut off. The memory is mapped a second time, for the bursts, for as long as the connection lasts.
 *
 * Ports of other drivers have no part in this.
 */
#define _GNU_SOURCE
/* rte_intr_fd_get, which became stable after 22.11. */
#define ALLOW_EXPERIMENTAL_API
#include "mecvswitch.h"
#include "memif.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>
#include <rte_ethdev.h>
#include <rte_interrupts.h>
#include <rte_kvargs.h>
#include <rte_log.h>

#define DRIVER "net_memif"
#define LIBRARY "librte_net_memif"
#define DEFAULT_SOCKET "/run/memif.sock"
#define SOCKET_LENGTH sizeof(((struct sockaddr_un *)0)->sun_path)
/* The driver's own bounds. */
#define MAX_REGIONS 256
#define MAX_LOG2_RING_SIZE 14
#define MAX_QUEUES 255
#define DEFAULT_BUFFER 2048
/* As many as fit the driver's buffer for them. */
#define MAX_DESCRIPTORS 16
#define PAUSE_US 10

enum direction { TO_SERVER, TO_CLIENT };

struct gate {
    bool used;
    bool server;
    bool zero_copy;
    uint32_t id;
    uint16_t buffer;
    char socket[SOCKET_LENGTH];
    struct passage *passages; /* receiving ones first */
    void **arguments;         /* their addresses, as ethdev hands them to a burst */
    uint16_t rx_queues;
    uint16_t tx_queues;
};

struct place {
    uint16_t region;
    uint32_t offset;
    uint16_t size;
    int bell; /* the driver's: it closes it */
};

enum stage { ADDRESSED, JOINING, CONNECTED };

/* A socket that the driver wants to hear from: where it listens, or a peer. */
struct source {
    struct source *next;
    rte_intr_callback_fn run; /* the driver's */
    void *argument;
    rte_intr_unregister_callback_fn end;
    const struct rte_intr_handle *handle;
    bool listens;
    bool cancelled; /* by the driver: nothing of it may run any more */
    bool refused;   /* by us: the driver reads the end of the connection */
    bool accepted;  /* a peer that came to us */
    char socket[SOCKET_LENGTH];
    struct gate *gate; /* NULL as long as a peer has not said which port it means */
    enum stage stage;
    uint16_t ring_count[2];
    struct place rings[2][MAX_QUEUES];
    uint16_t region_count;
    struct region regions[MAX_REGIONS];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* All below is written and read by who holds the lock. */
static bool hooked;
static struct gate gates[RTE_MAX_ETHPORTS];
static struct source *sources;
static struct source *running;
/* The port that control adds or starts. */
static struct gate *opening;

/* The passages. */

static void await_empty(const struct passage *passage)
{
    while (__atomic_load_n(&passage->inside, __ATOMIC_ACQUIRE) != 0) {
        usleep(PAUSE_US);
    }
}

static void shut(struct gate *gate)
{
    const int count = gate->passages == NULL ? 0 : gate->rx_queues + gate->tx_queues;
    for (int i = 0; i < count; i++) {
        __atomic_store_n(&gate->passages[i].shut, 1, __ATOMIC_RELAXED);
    }
    syscall(__NR_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
    for (int i = 0; i < count; i++) {
        await_empty(&gate->passages[i]);
    }
}

static enum direction direction_of(const struct gate *gate, bool receives)
{
    return gate->server == receives ? TO_SERVER : TO_CLIENT;
}

/* A peer may have fewer rings than the port has queues: those left stay shut. */
static void open_connected(const struct gate *gate, const struct source *source)
{
    for (int i = 0; i < gate->rx_queues + gate->tx_queues; i++) {
        const bool receives = i < gate->rx_queues;
        const int queue = receives ? i : i - gate->rx_queues;
        const uint32_t closed = queue >= source->ring_count[direction_of(gate, receives)];
        __atomic_store_n(&gate->passages[i].shut, closed, __ATOMIC_RELEASE);
    }
}

static void lead(struct passage *passage, const struct source *source, const struct place *ring)
{
    passage->ring = (struct memif_ring *)(source->regions[ring->region].bytes + ring->offset);
    passage->regions = source->regions;
    passage->region_count = source->region_count;
    passage->size = ring->size;
    passage->bell = ring->bell;
    passage->cursor = 0;
}

/* The driver has just set heads and tails to 0, and waits for no packet yet. */
static void connect_passages(const struct gate *gate, const struct source *source)
{
    const enum direction in = direction_of(gate, true);
    const enum direction out = direction_of(gate, false);
    for (int i = 0; i < RTE_MIN(gate->rx_queues, source->ring_count[in]); i++) {
        lead(&gate->passages[i], source, &source->rings[in][i]);
        if (!gate->server) {
            mecv_memif_lend(&gate->passages[i]);
        }
    }
    for (int i = 0; i < RTE_MIN(gate->tx_queues, source->ring_count[out]); i++) {
        lead(&gate->passages[gate->rx_queues + i], source, &source->rings[out][i]);
    }
}

/* Messages. */

static struct gate *find_gate(const char *socket, uint32_t id)
{
    for (int i = 0; i < RTE_MAX_ETHPORTS; i++) {
        if (gates[i].used && gates[i].server && gates[i].id == id && strcmp(gates[i].socket, socket) == 0) {
            return &gates[i];
        }
    }
    return NULL;
}

static uint16_t queues_of(const struct gate *gate, enum direction direction)
{
    return gate->server == (direction == TO_SERVER) ? gate->rx_queues : gate->tx_queues;
}

/* Memory that is shorter than was said, or becomes so, ends the process that reads it. */
static bool is_sound_region(const struct source *source, const struct memif_message *message, int fd)
{
    struct stat file;
    const int seals = fcntl(fd, F_GET_SEALS);
    return message->add_region.index == source->region_count && source->region_count < MAX_REGIONS
        && message->add_region.size != 0 && fstat(fd, &file) == 0 && (uint64_t)file.st_size >= message->add_region.size
        && seals >= 0 && (seals & F_SEAL_SHRINK) != 0;
}

static bool add_region(struct source *source, const struct memif_message *message, int fd)
{
    if (!is_sound_region(source, message, fd)) {
        return false;
    }
    const uint64_t size = message->add_region.size;
    void *const bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) {
        return false;
    }
    source->regions[source->region_count++] = (struct region){ bytes, size };
    return true;
}

static bool lies_in_region(const struct source *source, const struct memif_message *message)
{
    const uint64_t length =
        sizeof(struct memif_ring) + (sizeof(struct memif_descriptor) << message->add_ring.log2_ring_size);
    return message->add_ring.region < source->region_count
        && message->add_ring.offset % sizeof(struct memif_descriptor) == 0
        && message->add_ring.offset + length <= source->regions[message->add_ring.region].size;
}

static bool add_ring(struct source *source, const struct memif_message *message, int fd)
{
    const enum direction direction = message->add_ring.flags & MEMIF_RING_TO_SERVER ? TO_SERVER : TO_CLIENT;
    if (message->add_ring.log2_ring_size > MAX_LOG2_RING_SIZE || !lies_in_region(source, message)
        || message->add_ring.index != source->ring_count[direction]
        || message->add_ring.index >= queues_of(source->gate, direction)) {
        return false;
    }
    source->rings[direction][source->ring_count[direction]++] =
        (struct place){ message->add_ring.region, message->add_ring.offset,
                        (uint16_t)(1 << message->add_ring.log2_ring_size), fd };
    return true;
}

/* An interface that is not there, or taken, the driver refuses. */
static bool join(struct source *source, const struct memif_message *message)
{
    source->gate = find_gate(source->socket, message->init.id);
    source->stage = JOINING;
    return source->gate != NULL;
}

static bool enter_stage(struct source *source, enum stage stage)
{
    source->stage = stage;
    return true;
}

static bool is_acceptable(struct source *source, const struct memif_message *message, const int *fds, int count)
{
    const bool brings_one = message->type == MEMIF_ADD_REGION || message->type == MEMIF_ADD_RING;
    if (count != (brings_one ? 1 : 0)) {
        return false;
    }
    switch (message->type) {
    case MEMIF_ACK:
    case MEMIF_DISCONNECT:
        return source->stage != ADDRESSED;
    case MEMIF_HELLO:
        return !source->accepted && source->stage == ADDRESSED && enter_stage(source, JOINING);
    case MEMIF_INIT:
        return source->accepted && source->stage == ADDRESSED && join(source, message);
    case MEMIF_ADD_REGION:
        return source->accepted && source->stage == JOINING && add_region(source, message, fds[0]);
    case MEMIF_ADD_RING:
        return source->accepted && source->stage == JOINING && add_ring(source, message, fds[0]);
    case MEMIF_CONNECT:
        return source->accepted && source->stage == JOINING && enter_stage(source, CONNECTED);
    case MEMIF_CONNECTED:
        return !source->accepted && source->stage == JOINING && enter_stage(source, CONNECTED);
    default:
        return false;
    }
}

static int descriptors_of(struct msghdr *header, int fds[MAX_DESCRIPTORS])
{
    int count = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
            const int more = (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
            memcpy(fds + count, CMSG_DATA(c), (size_t)RTE_MIN(more, MAX_DESCRIPTORS - count) * sizeof(int));
            count += RTE_MIN(more, MAX_DESCRIPTORS - count);
        }
    }
    return count;
}

/* In the place of recvmsg: what the driver must not see becomes the end of the connection. */
static ssize_t receive_message(int fd, struct msghdr *header, int flags)
{
    int fds[MAX_DESCRIPTORS];
    const ssize_t size = recvmsg(fd, header, flags);
    if (size < 0 || running == NULL) {
        return size;
    }
    const int count = descriptors_of(header, fds);
    if (!running->refused && size == sizeof(struct memif_message)
        && is_acceptable(running, header->msg_iov[0].iov_base, fds, count)) {
        return size;
    }
    for (int i = 0; i < count; i++) {
        close(fds[i]);
    }
    running->refused = true;
    header->msg_controllen = 0;
    return 0;
}

/* In the place of sendmsg: a client's driver tells here what it has made. */
static ssize_t send_message(int fd, const struct msghdr *header, int flags)
{
    struct msghdr copy = *header;
    int fds[MAX_DESCRIPTORS];
    const struct memif_message *const message = header->msg_iov[0].iov_base;
    const bool of_client = running != NULL && running->gate != NULL && !running->gate->server;
    if (of_client && message->type == MEMIF_ADD_REGION
        && (descriptors_of(&copy, fds) != 1 || !add_region(running, message, fds[0]))) {
        return -1;
    }
    if (of_client && message->type == MEMIF_ADD_RING
        && (descriptors_of(&copy, fds) != 1 || !add_ring(running, message, fds[0]))) {
        return -1;
    }
    return sendmsg(fd, header, flags);
}

/* In the place of read, with which the driver would wait for a peer's bell before it reads a ring: lanes poll. */
static ssize_t wait_for_nothing(int fd, void *buffer, size_t length)
{
    (void)fd;
    (void)buffer;
    (void)length;
    errno = EAGAIN;
    return -1;
}

/* The driver's handlers. */

static void run_driver(struct source *source)
{
    const enum stage before = source->stage;
    if (source->gate != NULL) {
        shut(source->gate);
    }
    running = source;
    source->run(source->argument);
    running = NULL;
    if (source->stage != CONNECTED || source->cancelled) {
        return;
    }
    if (before != CONNECTED) {
        connect_passages(source->gate, source);
    }
    open_connected(source->gate, source);
}

static void run(void *argument)
{
    struct source *const source = argument;
    pthread_mutex_lock(&lock);
    if (!source->cancelled) {
        run_driver(source);
    }
    pthread_mutex_unlock(&lock);
}

/* Nobody is in its memory: its port's passages have been shut since the driver gave it up. */
static void free_source(struct source *source)
{
    for (int i = 0; i < source->region_count; i++) {
        munmap(source->regions[i].bytes, source->regions[i].size);
    }
    free(source);
}

static void unlink_source(struct source *source)
{
    struct source **link = &sources;
    while (*link != source) {
        link = &(*link)->next;
    }
    *link = source->next;
}

static struct source *find_source(rte_intr_callback_fn run, const void *argument)
{
    struct source *source = sources;
    while (source != NULL && (source->run != run || source->argument != argument)) {
        source = source->next;
    }
    return source;
}

/* Whom the driver listens to follows from what it is doing: adding a server, hearing a peer come, starting a client. */
static void describe(struct source *source)
{
    const char *const socket = running != NULL ? running->socket : opening->socket;
    snprintf(source->socket, sizeof(source->socket), "%s", socket);
    source->accepted = running != NULL;
    source->listens = running == NULL && opening->server;
    source->gate = source->accepted || source->listens ? NULL : opening;
}

static int register_source(const struct rte_intr_handle *handle, rte_intr_callback_fn callback, void *argument)
{
    if (running == NULL && opening == NULL) {
        return -EINVAL;
    }
    struct source *const source = calloc(1, sizeof(*source));
    if (source == NULL) {
        return -ENOMEM;
    }
    source->run = callback;
    source->argument = argument;
    source->handle = handle;
    source->next = sources;
    sources = source;
    describe(source);
    const int result = rte_intr_callback_register(handle, run, source);
    if (result < 0) {
        unlink_source(source);
        free_source(source);
    }
    return result;
}

static int unregister_source(const struct rte_intr_handle *handle, rte_intr_callback_fn callback, void *argument)
{
    struct source *const source = find_source(callback, argument);
    if (source == NULL) {
        return -ENOENT;
    }
    const int result = rte_intr_callback_unregister(handle, run, source);
    if (result > 0) {
        unlink_source(source);
        free_source(source);
    }
    return result;
}

/* The interrupt thread has left run() for good. It holds a lock of EAL's that others take inside ours. */
static void end(struct rte_intr_handle *handle, void *argument)
{
    struct source *const source = argument;
    source->end(handle, source->argument);
    free_source(source);
}

static int cancel(struct source *source, const struct rte_intr_handle *handle, rte_intr_unregister_callback_fn at_end)
{
    unlink_source(source);
    source->cancelled = true;
    source->end = at_end;
    return rte_intr_callback_unregister_pending(handle, run, source, end);
}

static int unregister_pending(const struct rte_intr_handle *handle, rte_intr_callback_fn callback, void *argument,
                              rte_intr_unregister_callback_fn at_end)
{
    struct source *const source = find_source(callback, argument);
    return source == NULL ? -ENOENT : cancel(source, handle, at_end);
}

static const struct mecv_hook HOOKS[] = {
    { "recvmsg", (void *)receive_message },
    { "sendmsg", (void *)send_message },
    { "read", (void *)wait_for_nothing },
    { "rte_intr_callback_register", (void *)register_source },
    { "rte_intr_callback_unregister", (void *)unregister_source },
    { "rte_intr_callback_unregister_pending", (void *)unregister_pending },
};

/* Control's side. */

void mecv_memif_guard(void)
{
    if (syscall(__NR_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0) {
        hooked = mecv_hook(LIBRARY, HOOKS, RTE_DIM(HOOKS)) == 0;
    }
}

int mecv_memif_is(const char *name)
{
    return strncmp(name, DRIVER, strlen(DRIVER)) == 0;
}

static int take_socket(const char *key, const char *value, void *argument)
{
    struct gate *const gate = argument;
    (void)key;
    snprintf(gate->socket, sizeof(gate->socket), "%s", value);
    return 0;
}

static int take_id(const char *key, const char *value, void *argument)
{
    struct gate *const gate = argument;
    (void)key;
    gate->id = (uint32_t)strtoul(value, NULL, 10);
    return 0;
}

/* As the driver reads it, older words included. */
static int take_role(const char *key, const char *value, void *argument)
{
    struct gate *const gate = argument;
    (void)key;
    gate->server = strstr(value, "server") != NULL || strstr(value, "master") != NULL;
    return 0;
}

static int take_buffer(const char *key, const char *value, void *argument)
{
    struct gate *const gate = argument;
    (void)key;
    gate->buffer = (uint16_t)strtoul(value, NULL, 10);
    return 0;
}

static int take_zero_copy(const char *key, const char *value, void *argument)
{
    struct gate *const gate = argument;
    (void)key;
    gate->zero_copy = strstr(value, "yes") != NULL;
    return 0;
}

static struct gate gate_of(const char *devargs)
{
    struct gate gate = { .used = true, .buffer = DEFAULT_BUFFER, .socket = DEFAULT_SOCKET };
    const char *const comma = strchr(devargs, ',');
    struct rte_kvargs *const arguments = rte_kvargs_parse(comma == NULL ? "" : comma + 1, NULL);
    if (arguments != NULL) {
        rte_kvargs_process(arguments, "socket", take_socket, &gate);
        rte_kvargs_process(arguments, "id", take_id, &gate);
        rte_kvargs_process(arguments, "role", take_role, &gate);
        rte_kvargs_process(arguments, "bsize", take_buffer, &gate);
        rte_kvargs_process(arguments, "zero-copy", take_zero_copy, &gate);
        rte_kvargs_free(arguments);
    }
    return gate;
}

int mecv_memif_add(const char *devargs)
{
    if (!hooked) {
        RTE_LOG(ERR, USER1, "this build of " LIBRARY " can't be kept from unmapping memory that is in use\n");
        return -ENOTSUP;
    }
    struct gate gate = gate_of(devargs);
    if (gate.zero_copy) {
        RTE_LOG(ERR, USER1, "memif's zero-copy would show all packets to the peer: leave it out\n");
        return -ENOTSUP;
    }
    pthread_mutex_lock(&lock);
    opening = &gate;
    const int port = mecv_probe(devargs);
    opening = NULL;
    if (port >= 0 && !gates[port].used) {
        gates[port] = gate;
    }
    pthread_mutex_unlock(&lock);
    return port;
}

/* Between the driver's own start and the first burst: ethdev's bursts lead through the passages. */
static void build(const struct gate *gate, struct rte_eth_fp_ops *ethdev)
{
    ethdev->rxq.data = gate->arguments;
    ethdev->txq.data = gate->arguments + gate->rx_queues;
    ethdev->rx_pkt_burst = mecv_memif_receive;
    ethdev->tx_pkt_burst = mecv_memif_transmit;
}

static int make_passages(struct gate *gate, uint16_t port, const struct mecv_port_setup *setup)
{
    const size_t count = setup->rx_queues + setup->tx_queues;
    gate->rx_queues = (uint16_t)setup->rx_queues;
    gate->tx_queues = (uint16_t)setup->tx_queues;
    gate->passages = aligned_alloc(RTE_CACHE_LINE_SIZE, count * sizeof(struct passage));
    gate->arguments = calloc(count, sizeof(void *));
    if (gate->passages == NULL || gate->arguments == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        gate->passages[i] = (struct passage){ .buffer = gate->server ? 0 : gate->buffer,
                                              .port = port,
                                              .bell = -1,
                                              .pool = (struct rte_mempool *)(uintptr_t)setup->pool,
                                              .shut = 1 };
        gate->arguments[i] = &gate->passages[i];
    }
    return 0;
}

int mecv_memif_start(uint16_t port, const struct mecv_port_setup *setup)
{
    struct gate *const gate = &gates[port];
    pthread_mutex_lock(&lock);
    int error = make_passages(gate, port, setup);
    if (error == 0) {
        opening = gate;
        error = mecv_start(port, setup);
        opening = NULL;
    }
    if (error == 0) {
        build(gate, &rte_eth_fp_ops[port]);
    }
    pthread_mutex_unlock(&lock);
    return error;
}

int mecv_memif_stats(uint16_t port, struct mecv_port_stats *out)
{
    const struct gate *const gate = &gates[port];
    *out = (struct mecv_port_stats){ 0 };
    for (int i = 0; i < gate->rx_queues; i++) {
        const struct passage *const passage = &gate->passages[i];
        out->rx_packets += passage->packets;
        out->rx_bytes += passage->octets;
        out->rx_errors += passage->errors;
        out->rx_no_buffer += passage->no_buffer;
    }
    for (int i = gate->rx_queues; i < gate->rx_queues + gate->tx_queues; i++) {
        out->tx_packets += gate->passages[i].packets;
        out->tx_bytes += gate->passages[i].octets;
    }
    return 0;
}

static bool is_last(const struct gate *gate)
{
    for (int i = 0; i < RTE_MAX_ETHPORTS; i++) {
        if (&gates[i] != gate && gates[i].used && strcmp(gates[i].socket, gate->socket) == 0) {
            return false;
        }
    }
    return true;
}

static void close_listener(struct rte_intr_handle *handle, void *argument)
{
    (void)argument;
    close(rte_intr_fd_get(handle));
}

/* The driver frees what its handlers of this socket work with, and leaves them where they are. */
static void leave(struct source *source)
{
    const int fd = rte_intr_fd_get(source->handle);
    const int result = rte_intr_callback_unregister(source->handle, run, source);
    if (result == -EAGAIN) {
        cancel(source, source->handle, close_listener);
    } else {
        close(fd);
        unlink_source(source);
        free_source(source);
    }
}

static void close_socket(const struct gate *gate)
{
    struct source *next;
    for (struct source *source = sources; source != NULL; source = next) {
        next = source->next;
        if (strcmp(source->socket, gate->socket) != 0) {
            continue;
        }
        if (source->listens) {
            leave(source);
        } else if (source->accepted) {
            source->refused = true;
        }
    }
}

int mecv_memif_remove(uint16_t port)
{
    struct gate *const gate = &gates[port];
    pthread_mutex_lock(&lock);
    shut(gate);
    if (gate->server && is_last(gate)) {
        close_socket(gate);
    }
    const int result = mecv_remove(port);
    free(gate->passages);
    free(gate->arguments);
    *gate = (struct gate){ 0 };
    pthread_mutex_unlock(&lock);
    return result;
}
