"""Makes golden-gtpu.txt: what scapy makes of the fields that the switch is to send.

  python3 golden_gtpu.py > golden-gtpu.txt

Per line: name, then what arrives by the access port, what leaves to the application, what the application answers, and
what leaves by the access port, in hexadecimal.
"""
from scapy.contrib.gtp import GTP_U_Header, GTPPDUSessionContainer
from scapy.all import Dot1AD, Dot1Q, Ether, IP, IPv6, UDP, raw

ENB, SGW = "02:00:00:00:00:e1", "02:00:00:00:00:c1"
APPLICATION, SWITCH = "02:00:5e:00:00:0a", "02:00:5e:00:00:01"
TAGS = {"untagged": [], "tagged": [Dot1Q(prio=3, vlan=100)],
        "double-tagged": [Dot1AD(prio=1, vlan=5), Dot1Q(prio=2, id=0, vlan=6)]}


def ethernet(source, destination, tags):
    frame = Ether(src=source, dst=destination)
    for tag in tags:
        frame = frame / tag.copy()
    return frame


def outer(version, uplink, received):
    """As an access node sends it, or as the switch does: an atomic IPv4 datagram, with a UDP checksum over IPv6 only."""
    nodes = ("192.0.2.1", "192.0.2.100") if version == 4 else ("2001:db8::1", "2001:db8::100")
    source, destination = nodes if uplink else nodes[::-1]
    if version == 6:
        return IPv6(src=source, dst=destination, tc=0xb8, hlim=64) / UDP(sport=2152, dport=2152)
    if received:
        return IP(src=source, dst=destination, tos=0xb8, id=0x1234) / UDP(sport=2152, dport=2152)
    return IP(src=source, dst=destination, tos=0xb8, id=0, flags="DF", ttl=64) / UDP(sport=2152, dport=2152, chksum=0)


def gtpu(teid, flow, uplink):
    if flow is None:
        return GTP_U_Header(teid=teid, gtp_type=255)
    return GTP_U_Header(teid=teid, gtp_type=255, E=1, next_ex=0x85) / GTPPDUSessionContainer(
        type=1 if uplink else 0, QFI=flow)


def tpdu(version, number, uplink):
    if version == 4:
        addresses = ("10.45.0.%d" % number, "198.51.100.7")
        ip = IP
    else:
        addresses = ("2001:db8:45::%d" % number, "2001:db8:ed::7")
        ip = IPv6
    source, destination = addresses if uplink else addresses[::-1]
    ports = (40000 + number, 7000) if uplink else (7000, 40000 + number)
    return ip(src=source, dst=destination) / UDP(sport=ports[0], dport=ports[1]) / (b"question" if uplink else b"the answer")


for tagging, tags in TAGS.items():
    number = 0
    for outside in (4, 6):
        for flow in (None, 9):
            for inside in (4, 6):
                number += 1
                asked, answered = tpdu(inside, number, True), tpdu(inside, number, False)
                frames = [
                    ethernet(ENB, SGW, tags) / outer(outside, True, True) / gtpu(number, flow, True) / asked,
                    ethernet(SWITCH, APPLICATION, []) / asked,
                    ethernet(APPLICATION, SWITCH, []) / answered,
                    ethernet(SGW, ENB, tags) / outer(outside, False, False) / gtpu(100 + number, flow, False) / answered]
                print("IPv%d-over-IPv%d-%s-%s" % (inside, outside, "4G" if flow is None else "5G", tagging),
                      *[raw(frame).hex() for frame in frames])
