#!/usr/bin/python3
"""Makes captures for generators that replay files: a G-PDU, or an answer, of every bearer.

    bench/pktgen/gtpu_pcap.py up 10000 uplink.pcap     G-PDUs of bearers 1 to 10000, from base station to core
    bench/pktgen/gtpu_pcap.py down 10000 answers.pcap  what an application answers to their UEs
    bench/pktgen/gtpu_pcap.py bearers 10000            the bearers themselves, as XML for the configuration

UE 10.0.0.0 + n has TEID n uplink at 192.0.2.2, and TEID n downlink at 192.0.2.1. Needs scapy (Debian: python3-scapy).
"""
import ipaddress
import sys

ACCESS, CORE, APPLICATION = "192.0.2.1", "192.0.2.2", "203.0.113.5"
ACCESS_MAC, CORE_MAC, APPLICATION_MAC, SWITCH_MAC = (
    "02:00:00:00:00:01", "02:00:00:00:00:02", "02:00:00:00:aa:01", "02:00:00:00:00:09")
PAYLOAD = bytes(18)
UE = int(ipaddress.ip_address("10.0.0.0"))


def ue(number):
    return str(ipaddress.ip_address(UE + number))


def uplink(number):
    from scapy.contrib.gtp import GTP_U_Header
    from scapy.layers.inet import IP, UDP
    from scapy.layers.l2 import Ether
    return (Ether(src=ACCESS_MAC, dst=CORE_MAC) / IP(src=ACCESS, dst=CORE) / UDP(sport=2152, dport=2152)
            / GTP_U_Header(teid=number, gtp_type=255) / IP(src=ue(number), dst=APPLICATION)
            / UDP(sport=5000, dport=5001) / PAYLOAD)


def answer(number):
    from scapy.layers.inet import IP, UDP
    from scapy.layers.l2 import Ether
    return (Ether(src=APPLICATION_MAC, dst=SWITCH_MAC) / IP(src=APPLICATION, dst=ue(number))
            / UDP(sport=5001, dport=5000) / PAYLOAD)


def bearer(number):
    return (f"<bearer><name>ue-{number}</name><ue-address>{ue(number)}</ue-address>"
            f"<uplink><endpoint>{CORE}</endpoint><teid>{number}</teid></uplink>"
            f"<downlink><endpoint>{ACCESS}</endpoint><teid>{number}</teid></downlink></bearer>")


def main(what, count, file=None):
    numbers = range(1, int(count) + 1)
    if what == "bearers":
        print("\n".join(map(bearer, numbers)))
        return
    from scapy.utils import PcapWriter
    with PcapWriter(file, sync=False) as writer:
        for number in numbers:
            writer.write({"up": uplink, "down": answer}[what](number))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
