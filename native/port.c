/* The life of a device, from its devargs to its removal. */
#define _GNU_SOURCE
#include "mecvswitch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <rte_dev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>

_Static_assert(sizeof(struct mecv_port_setup) == 32, "mirrored by NativeDpdk");
_Static_assert(sizeof(struct mecv_port_info) == MECV_NAME_LENGTH + 40, "mirrored by NativeDpdk");
_Static_assert(sizeof(struct mecv_port_stats) == 64, "mirrored by NativeDpdk");
_Static_assert(sizeof(struct rte_eth_xstat_name) == MECV_NAME_LENGTH, "names are copied by their length");

/* What a frame is longer than its IP packet by, where the driver does not say. */
#define FRAME_OVERHEAD (RTE_ETHER_HDR_LEN + RTE_ETHER_CRC_LEN)

static int find_port(const char *devargs)
{
    char name[RTE_ETH_NAME_MAX_LEN];
    uint16_t port;
    const size_t length = strcspn(devargs, ",");
    if (length >= sizeof(name)) {
        return -ENAMETOOLONG;
    }
    memcpy(name, devargs, length);
    name[length] = '\0';
    return rte_eth_dev_get_port_by_name(name, &port) == 0 ? port : -ENODEV;
}

int mecv_probe(const char *devargs)
{
    sigset_t mask;
    mecv_block_signals(&mask);
    const int result = rte_dev_probe(devargs);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return result == 0 || result == -EEXIST ? find_port(devargs) : result;
}

int mecv_port_add(const char *devargs)
{
    mecv_clear_log();
    return mecv_memif_is(devargs) ? mecv_memif_add(devargs) : mecv_probe(devargs);
}

static uint32_t max_mtu(const struct rte_eth_dev_info *info)
{
    const uint32_t overhead = info->max_mtu != UINT16_MAX && info->max_rx_pktlen > info->max_mtu
                                  ? info->max_rx_pktlen - info->max_mtu
                                  : FRAME_OVERHEAD;
    return RTE_MIN((uint32_t)info->max_mtu, info->max_rx_pktlen - overhead);
}

static int configure(uint16_t port, const struct rte_eth_dev_info *info, const struct mecv_port_setup *setup)
{
    struct rte_eth_conf conf = { 0 };
    conf.rxmode.mtu = RTE_MIN(setup->mtu, max_mtu(info));
    conf.txmode.offloads = info->tx_offload_capa & RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE;
    if (setup->rx_queues > 1 && info->flow_type_rss_offloads != 0) {
        conf.rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
        conf.rx_adv_conf.rss_conf.rss_hf =
            info->flow_type_rss_offloads & (RTE_ETH_RSS_IP | RTE_ETH_RSS_UDP | RTE_ETH_RSS_TCP);
    }
    return rte_eth_dev_configure(port, (uint16_t)setup->rx_queues, (uint16_t)setup->tx_queues, &conf);
}

static int set_up_queues(uint16_t port, const struct mecv_port_setup *setup)
{
    struct rte_mempool *const pool = (struct rte_mempool *)(uintptr_t)setup->pool;
    const unsigned int socket = (unsigned int)rte_eth_dev_socket_id(port);
    uint16_t rx_descriptors = (uint16_t)setup->descriptors;
    uint16_t tx_descriptors = (uint16_t)setup->descriptors;
    int error = rte_eth_dev_adjust_nb_rx_tx_desc(port, &rx_descriptors, &tx_descriptors);
    for (uint16_t queue = 0; error == 0 && queue < setup->rx_queues; queue++) {
        error = rte_eth_rx_queue_setup(port, queue, rx_descriptors, socket, NULL, pool);
    }
    for (uint16_t queue = 0; error == 0 && queue < setup->tx_queues; queue++) {
        error = rte_eth_tx_queue_setup(port, queue, tx_descriptors, socket, NULL);
    }
    return error;
}

/* A device that can't be told its MTU takes frames of any length; one that can has a limit. */
static int set_mtu(uint16_t port, const struct rte_eth_dev_info *info, uint32_t mtu)
{
    const uint32_t limit = max_mtu(info);
    const int error = rte_eth_dev_set_mtu(port, (uint16_t)RTE_MIN(mtu, limit));
    if (error == -ENOTSUP) {
        return 0;
    }
    return mtu > limit || error == -EINVAL ? -ERANGE : error;
}

static int set_promiscuous(uint16_t port)
{
    const int error = rte_eth_promiscuous_enable(port);
    return error == -ENOTSUP ? 0 : error;
}

int mecv_start(uint16_t port, const struct mecv_port_setup *setup)
{
    struct rte_eth_dev_info info;
    int error = rte_eth_dev_info_get(port, &info);
    if (error == 0) {
        error = configure(port, &info, setup);
    }
    if (error == 0) {
        error = set_up_queues(port, setup);
    }
    if (error == 0) {
        error = set_mtu(port, &info, setup->mtu);
    }
    if (error == 0) {
        error = rte_eth_dev_start(port);
    }
    return error == 0 && setup->promiscuous ? set_promiscuous(port) : error;
}

static int is_memif(uint16_t port)
{
    struct rte_eth_dev_info info;
    return rte_eth_dev_info_get(port, &info) == 0 && mecv_memif_is(info.driver_name);
}

int mecv_port_start(int port, const struct mecv_port_setup *setup)
{
    sigset_t mask;
    mecv_clear_log();
    mecv_block_signals(&mask);
    const int error = is_memif((uint16_t)port) ? mecv_memif_start((uint16_t)port, setup)
                                               : mecv_start((uint16_t)port, setup);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    mecv_find_timestamp();
    return error;
}

int mecv_remove(uint16_t port)
{
    struct rte_eth_dev_info info;
    int error = rte_eth_dev_info_get(port, &info);
    if (error != 0) {
        return error;
    }
    rte_eth_dev_stop(port);
    error = rte_eth_dev_close(port);
    const int removed = rte_dev_remove(info.device);
    return error != 0 ? error : removed;
}

int mecv_port_remove(int port)
{
    return is_memif((uint16_t)port) ? mecv_memif_remove((uint16_t)port) : mecv_remove((uint16_t)port);
}

int mecv_port_info(int port, struct mecv_port_info *out)
{
    struct rte_eth_dev_info info;
    struct rte_ether_addr mac;
    uint16_t mtu;
    int error = rte_eth_dev_info_get((uint16_t)port, &info);
    if (error == 0) {
        error = rte_eth_macaddr_get((uint16_t)port, &mac);
    }
    if (error == 0) {
        error = rte_eth_dev_get_mtu((uint16_t)port, &mtu);
    }
    if (error != 0) {
        return error;
    }
    *out = (struct mecv_port_info){ .rx_offloads = info.rx_offload_capa,
                                    .tx_offloads = info.tx_offload_capa,
                                    .max_rx_queues = info.max_rx_queues,
                                    .max_tx_queues = info.max_tx_queues,
                                    .max_mtu = max_mtu(&info),
                                    .mtu = mtu };
    snprintf(out->driver, sizeof(out->driver), "%s", info.driver_name);
    for (int i = 0; i < RTE_ETHER_ADDR_LEN; i++) {
        out->mac = out->mac << 8 | mac.addr_bytes[i];
    }
    return 0;
}

int mecv_port_link(int port)
{
    struct rte_eth_link link;
    const int error = rte_eth_link_get_nowait((uint16_t)port, &link);
    return error != 0 ? error : link.link_status == RTE_ETH_LINK_UP;
}

int mecv_port_stats(int port, struct mecv_port_stats *out)
{
    if (is_memif((uint16_t)port)) {
        return mecv_memif_stats((uint16_t)port, out);
    }
    struct rte_eth_stats stats;
    const int error = rte_eth_stats_get((uint16_t)port, &stats);
    if (error == 0) {
        *out = (struct mecv_port_stats){ stats.ipackets,  stats.ibytes,   stats.imissed, stats.ierrors,
                                         stats.rx_nombuf, stats.opackets, stats.obytes,  stats.oerrors };
    }
    return error;
}

int mecv_port_xstats(int port, char *names, uint64_t *values, int capacity)
{
    struct rte_eth_xstat xstats[capacity > 0 ? capacity : 1];
    const int count = rte_eth_xstats_get((uint16_t)port, xstats, (unsigned int)capacity);
    if (count < 0 || count > capacity) {
        return count;
    }
    for (int i = 0; i < count; i++) {
        values[i] = xstats[i].value;
    }
    return rte_eth_xstats_get_names((uint16_t)port, (struct rte_eth_xstat_name *)names, (unsigned int)count);
}
