"""TRex stateless profile: uplink G-PDUs whose TEID and inner source address go on together, packet by packet.

    ./t-rex-64 -i --cfg trex_cfg.yaml
    trex> start -f bench/pktgen/trex_gtpu.py -p 0 -m 1mpps -t bearers=10000

The stream reports latency of one flow in a second, slower stream. Runs in TRex (v3.04), which brings its own scapy.
"""
import argparse

from trex_stl_lib.api import (STLFlowLatencyStats, STLPktBuilder, STLProfile, STLScVmRaw, STLStream, STLTXCont,
                              STLVmFixIpv4, STLVmFlowVar, STLVmWrFlowVar)
from scapy.contrib.gtp import GTP_U_Header
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether

# Ethernet 14, IPv4 20, UDP 8; in GTP-U the TEID is octets 5 to 8; behind it the T-PDU, whose source address is at 12.
TEID = 14 + 20 + 8 + 4
INNER_SOURCE = TEID + 4 + 12


def packet():
    return (Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / IP(src="192.0.2.1", dst="192.0.2.2")
            / UDP(sport=2152, dport=2152, chksum=0) / GTP_U_Header(teid=1, gtp_type=255)
            / IP(src="10.0.0.1", dst="203.0.113.5") / UDP(sport=5000, dport=5001, chksum=0) / bytes(18))


def bearers(count):
    return STLScVmRaw([
        STLVmFlowVar(name="teid", min_value=1, max_value=count, size=4, op="inc"),
        STLVmWrFlowVar(fv_name="teid", pkt_offset=TEID),
        STLVmWrFlowVar(fv_name="teid", pkt_offset=INNER_SOURCE, add_val=0x0a000000),
        STLVmFixIpv4(offset=TEID + 4),
    ])


class Uplink:
    """Called by TRex."""

    def get_streams(self, tunables, **kwargs):
        parser = argparse.ArgumentParser()
        parser.add_argument("--bearers", type=int, default=10000)
        count = parser.parse_args(tunables).bearers
        return STLProfile([
            STLStream(packet=STLPktBuilder(pkt=packet(), vm=bearers(count)), mode=STLTXCont()),
            STLStream(packet=STLPktBuilder(pkt=packet()), mode=STLTXCont(pps=1000),
                      flow_stats=STLFlowLatencyStats(pg_id=1)),
        ]).get_streams()


def register():
    return Uplink()
