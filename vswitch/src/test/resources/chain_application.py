"""A service function: chain_application.py KIND INTERFACE OTHER_INTERFACE

plain   hands every frame on to the other interface
nsh     serves packets with a network service header: the index becomes less by 1 (RFC 8300 2.3)
loop    hands them back as if it had not served them
"""
import select
import sys

from scapy.all import ETH_P_ALL, Ether, conf
from scapy.contrib.nsh import NSH

# As in <asm/socket.h>; Python has no name for the second.
SOL_SOCKET, SO_RCVBUFFORCE = 1, 33

kind, names = sys.argv[1], sys.argv[2:4]


def serve(octets):
    if kind == 'plain':
        return bytes(Ether(octets))
    frame = Ether(octets)
    if NSH not in frame:
        return None
    if kind == 'nsh':
        frame[NSH].si -= 1
    return bytes(frame)


sockets = [conf.L2socket(iface=name, type=ETH_P_ALL) for name in dict.fromkeys(names)]
for one in sockets:
    # Room for what comes while others have the processor.
    one.ins.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
print('serving', flush=True)
while True:
    ready, _, _ = select.select([one.ins for one in sockets], [], [])
    for one, other in zip(sockets, sockets[::-1]):
        if one.ins in ready:
            _, octets, _ = one.recv_raw()
            served = serve(octets) if octets else None
            if served is not None:
                other.outs.send(served)
