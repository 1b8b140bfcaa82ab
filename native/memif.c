/*
 * What DPDK's memif driver leaves to its users, as it has no say in their threads and trusts whoever is at the other
 * end of its socket.
 *
 * The driver maps and unmaps the memory it shares with a peer, and frees what it knows of it, whenever the socket says
 * so: in DPDK's interrupt thread, while lanes receive and send. So each port has a gate. Lanes pass it with each burst
 * and say that they are inside; the interrupt thread shuts it and waits until nobody is, before the driver sees a
 * message or the end of a connection. The fence that each side would need between its store and its load is paid by
 * the one that seldom comes (membarrier), so a burst costs two stores and a load more than the driver's own.
 *
 * Control and the interrupt thread exclude each other by a mutex, as the driver would unmap twice otherwise.
 *
 * What a peer says about its memory is read before the driver reads it: a region must be as long as is said and must
 * be sealed to stay so, a ring must lie in one, and each thing is said once and in its turn (memif.h). Whoever does not
 * keep to it is cut off. What is written in the rings afterwards the driver believes: see docs/choices.md.
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
/* A ring is a cache line that the reader writes, one that the writer writes, and its descriptors. */
#define RING_HEADER (2 * RTE_CACHE_LINE_SIZE)
#define DESCRIPTOR 16
/* As many as fit the driver's buffer for them. */
#define MAX_DESCRIPTORS 16
#define PAUSE_US 10

/* One queue in one direction. The lane writes inside, the interrupt thread shut. */
struct passage {
    void *queue;
    eth_rx_burst_t burst; /* of the same type for both directions */
    uint32_t inside;
    uint32_t shut;
} __rte_cache_aligned;

_Static_assert(sizeof(eth_rx_burst_t) == sizeof(eth_tx_burst_t), "passages take either");

enum direction { TO_SERVER, TO_CLIENT };

struct gate {
    bool used;
    bool server;
    uint32_t id;
    char socket[SOCKET_LENGTH];
    struct passage *passages; /* receiving ones first */
    void **arguments;         /* their addresses, as ethdev hands them to a burst */
    uint16_t rx_queues;
    uint16_t tx_queues;
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
    uint16_t rings[2];
    uint16_t regions;
    uint64_t region_sizes[MAX_REGIONS];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* All below is written and read by who holds the lock. */
static bool hooked;
static struct gate gates[RTE_MAX_ETHPORTS];
static struct source *sources;
static struct source *running;
/* The port that control adds or starts. */
static struct gate *opening;

/* The lane's side. */

static inline bool enter(struct passage *passage)
{
    __atomic_store_n(&passage->inside, 1, __ATOMIC_RELAXED);
    /* That this store is seen before the load, the other side's membarrier sees to. */
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    return likely(__atomic_load_n(&passage->shut, __ATOMIC_ACQUIRE) == 0);
}

static uint16_t pass(void *argument, struct rte_mbuf **mbufs, uint16_t count)
{
    struct passage *const passage = argument;
    const uint16_t done = enter(passage) ? passage->burst(passage->queue, mbufs, count) : 0;
    __atomic_store_n(&passage->inside, 0, __ATOMIC_RELEASE);
    return done;
}

/* The other side. */

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

static void open_first(struct passage *passages, uint16_t count)
{
    for (int i = 0; i < count; i++) {
        __atomic_store_n(&passages[i].shut, 0, __ATOMIC_RELEASE);
    }
}

/* A peer may have fewer rings than the port has queues: the driver would take those left for others' rings. */
static void open_connected(struct gate *gate, const struct source *source)
{
    open_first(gate->passages, source->rings[gate->server ? TO_SERVER : TO_CLIENT]);
    open_first(gate->passages + gate->rx_queues, source->rings[gate->server ? TO_CLIENT : TO_SERVER]);
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
    return message->add_region.index == source->regions && source->regions < MAX_REGIONS
        && message->add_region.size != 0 && fstat(fd, &file) == 0 && (uint64_t)file.st_size >= message->add_region.size
        && seals >= 0 && (seals & F_SEAL_SHRINK) != 0;
}

static bool add_region(struct source *source, const struct memif_message *message, int fd)
{
    if (!is_sound_region(source, message, fd)) {
        return false;
    }
    source->region_sizes[source->regions++] = message->add_region.size;
    return true;
}

static bool lies_in_region(const struct source *source, const struct memif_message *message)
{
    const uint64_t length = RING_HEADER + ((uint64_t)DESCRIPTOR << message->add_ring.log2_ring_size);
    return message->add_ring.region < source->regions && message->add_ring.offset % DESCRIPTOR == 0
        && message->add_ring.offset + length <= source->region_sizes[message->add_ring.region];
}

static bool add_ring(struct source *source, const struct memif_message *message)
{
    const enum direction direction = message->add_ring.flags & MEMIF_RING_TO_SERVER ? TO_SERVER : TO_CLIENT;
    if (message->add_ring.log2_ring_size > MAX_LOG2_RING_SIZE || !lies_in_region(source, message)
        || message->add_ring.index != source->rings[direction]
        || message->add_ring.index >= queues_of(source->gate, direction)) {
        return false;
    }
    source->rings[direction]++;
    return true;
}

/* The driver makes as many rings as both sides can have. */
static bool greet(struct source *source, const struct memif_message *message)
{
    source->rings[TO_SERVER] =
        RTE_MIN(message->hello.max_ring_to_server + 1, queues_of(source->gate, TO_SERVER));
    source->rings[TO_CLIENT] =
        RTE_MIN(message->hello.max_ring_to_client + 1, queues_of(source->gate, TO_CLIENT));
    source->stage = JOINING;
    return true;
}

/* An interface that is not there, or taken, the driver refuses. */
static bool join(struct source *source, const struct memif_message *message)
{
    source->gate = find_gate(source->socket, message->init.id);
    source->stage = JOINING;
    return source->gate != NULL;
}

static bool connect_now(struct source *source)
{
    source->stage = CONNECTED;
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
        return !source->accepted && source->stage == ADDRESSED && greet(source, message);
    case MEMIF_INIT:
        return source->accepted && source->stage == ADDRESSED && join(source, message);
    case MEMIF_ADD_REGION:
        return source->accepted && source->stage == JOINING && add_region(source, message, fds[0]);
    case MEMIF_ADD_RING:
        return source->accepted && source->stage == JOINING && add_ring(source, message);
    case MEMIF_CONNECT:
        return source->accepted && source->stage == JOINING && connect_now(source);
    case MEMIF_CONNECTED:
        return !source->accepted && source->stage == JOINING && connect_now(source);
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

static void run(void *argument)
{
    struct source *const source = argument;
    pthread_mutex_lock(&lock);
    if (!source->cancelled) {
        struct gate *const gate = source->gate;
        if (gate != NULL) {
            shut(gate);
        }
        running = source;
        source->run(source->argument);
        running = NULL;
        if (source->gate != NULL && source->stage == CONNECTED && !source->cancelled) {
            open_connected(source->gate, source);
        }
    }
    pthread_mutex_unlock(&lock);
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
        free(source);
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
        free(source);
    }
    return result;
}

/* The interrupt thread has left run() for good. It holds a lock of EAL's that others take inside ours. */
static void end(struct rte_intr_handle *handle, void *argument)
{
    struct source *const source = argument;
    source->end(handle, source->argument);
    free(source);
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

static struct gate gate_of(const char *devargs)
{
    struct gate gate = { .used = true, .socket = DEFAULT_SOCKET };
    const char *const comma = strchr(devargs, ',');
    struct rte_kvargs *const arguments = rte_kvargs_parse(comma == NULL ? "" : comma + 1, NULL);
    if (arguments != NULL) {
        rte_kvargs_process(arguments, "socket", take_socket, &gate);
        rte_kvargs_process(arguments, "id", take_id, &gate);
        rte_kvargs_process(arguments, "role", take_role, &gate);
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

static void fill(struct passage *passages, uint16_t count, void *const *queues, eth_rx_burst_t burst)
{
    for (uint16_t i = 0; i < count; i++) {
        passages[i] = (struct passage){ .queue = queues[i], .burst = burst, .shut = 1 };
    }
}

/* Between the driver's own start and the first burst: ethdev's bursts lead through the passages. */
static void build(struct gate *gate, struct rte_eth_fp_ops *ethdev)
{
    fill(gate->passages, gate->rx_queues, ethdev->rxq.data, ethdev->rx_pkt_burst);
    fill(gate->passages + gate->rx_queues, gate->tx_queues, ethdev->txq.data, ethdev->tx_pkt_burst);
    for (int i = 0; i < gate->rx_queues + gate->tx_queues; i++) {
        gate->arguments[i] = &gate->passages[i];
    }
    ethdev->rxq.data = gate->arguments;
    ethdev->txq.data = gate->arguments + gate->rx_queues;
    ethdev->rx_pkt_burst = pass;
    ethdev->tx_pkt_burst = pass;
}

static int make_passages(struct gate *gate, const struct mecv_port_setup *setup)
{
    const size_t count = setup->rx_queues + setup->tx_queues;
    gate->rx_queues = (uint16_t)setup->rx_queues;
    gate->tx_queues = (uint16_t)setup->tx_queues;
    gate->passages = aligned_alloc(RTE_CACHE_LINE_SIZE, count * sizeof(struct passage));
    gate->arguments = calloc(count, sizeof(void *));
    return gate->passages == NULL || gate->arguments == NULL ? -ENOMEM : 0;
}

int mecv_memif_start(uint16_t port, const struct mecv_port_setup *setup)
{
    struct gate *const gate = &gates[port];
    pthread_mutex_lock(&lock);
    int error = make_passages(gate, setup);
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
        free(source);
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
