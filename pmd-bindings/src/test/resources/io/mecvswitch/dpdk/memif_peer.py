"""The client end of a memif link, which keeps its rings full and which may lie: memif_peer.py SOCKET [LIE].

Prints 'connected' once packets may pass, 'refused' when the server closes the socket, and goes on until it is killed.
The protocol is memif 2.0: messages of 128 octets in the machine's byte order, see native/memif.h.
"""
import array
import fcntl
import mmap
import os
import socket
import struct
import sys

HELLO, INIT, ADD_REGION, ADD_RING, CONNECT, CONNECTED = 2, 3, 4, 5, 6, 7
COOKIE = 0x3E31F20
SIZE_LOG2, BUFFER, FRAME = 14, 66_000, 9_000
SIZE = 1 << SIZE_LOG2
HEADER, DESCRIPTOR = 128, 16
RING = HEADER + SIZE * DESCRIPTOR
REGION = 2 * RING + 2 * BUFFER
TO_SERVER = 1


class Peer:
    def __init__(self, path, lie):
        self.lie = lie
        self.link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.link.connect(path)
        self.file = os.memfd_create("peer", os.MFD_ALLOW_SEALING)
        os.ftruncate(self.file, REGION)
        if lie != "unsealed":
            fcntl.fcntl(self.file, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK)
        self.memory = mmap.mmap(self.file, REGION)
        self.rings = [0, RING]
        for number, ring in enumerate(self.rings):
            self.write_ring(ring, 2 * RING + number * BUFFER)

    def write_ring(self, ring, buffer):
        """All slots share a buffer: a reader is busy with the ring for milliseconds, and so when the peer dies."""
        struct.pack_into("=IH", self.memory, ring, COOKIE, 1)
        self.memory[buffer:buffer + 14] = bytes(6) + b"\2\0\0\0\0\1\x88\xb5"
        descriptor = struct.pack("=HHIII", *self.descriptor(buffer))
        self.memory[ring + HEADER:ring + RING] = SIZE * descriptor

    def descriptor(self, at):
        """Flags, region, length, offset, metadata."""
        return {
            "descriptor-of-no-region": (0, 999, FRAME, at, 0),
            "descriptor-of-empty-region": (0, 1, FRAME, at, 0),
            "descriptor-beyond-region": (0, 0, FRAME, REGION + (1 << 30), 0),
            "descriptor-over-the-end": (0, 0, FRAME, REGION - 64, 0),
            "descriptor-of-4-gigabytes": (0, 0, 0xFFFF_FFFF, at, 0),
            "descriptor-of-nothing": (0, 0, 0, at, 0),
            "descriptors-without-end": (1, 0, FRAME, at, 0),
            "longer-than-buffers": (0, 0, 65_535, at, 0),
        }.get(self.lie, (0, 0, FRAME, at, 0))

    def send(self, kind, layout, *values, fds=()):
        message = struct.pack("=H" + layout, kind, *values).ljust(128, b"\0")
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        self.link.sendmsg([message], rights)

    def receive(self):
        """The type of the server's message; ends the program if there is none any more."""
        try:
            message = self.link.recv(128)
        except ConnectionResetError:
            message = b""
        if not message:
            print("refused", flush=True)
            sys.exit(0)
        return struct.unpack_from("=H", message)[0]

    def ask(self, *message, **more):
        try:
            self.send(*message, **more)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return self.receive()

    def join(self):
        assert self.receive() == HELLO
        self.init(0)
        if self.lie == "join-twice":
            self.init(0)
        if self.lie != "no-memory":
            self.add_memory()
        if self.lie == "memory-twice":
            self.add_region(0, REGION)
        bell = os.eventfd(0, os.EFD_NONBLOCK)
        if self.lie != "no-rings":
            self.add_ring(TO_SERVER, 0, bell)
            self.add_ring(0, 0, bell)
        if self.lie == "ring-twice":
            self.add_ring(TO_SERVER, 0, bell)
        if self.lie == "ring-too-many":
            self.add_ring(TO_SERVER, 1, bell)
        assert self.ask(CONNECT, "32s", b"peer") == CONNECTED
        if self.lie == "memory-later":
            self.add_region(1, REGION)

    def init(self, interface):
        mode = 0
        self.ask(INIT, "HIB24s32s", 0x200, interface, mode, b"", b"peer")

    def add_memory(self):
        size = {"memory-shorter-than-said": REGION + (1 << 30), "memory-without-length": 0}.get(self.lie, REGION)
        self.add_region(7 if self.lie == "memory-out-of-turn" else 0, size)

    def add_region(self, index, size):
        fds = () if self.lie == "memory-without-file" else (self.file,)
        if self.lie == "memory-of-two-files":
            fds = (self.file, self.file)
        self.ask(ADD_REGION, "HQ", index, size, fds=fds)

    def add_ring(self, flags, index, bell):
        region = 300 if self.lie == "ring-in-no-region" else 0
        offset = {"ring-beyond-memory": REGION, "ring-over-the-end": REGION - RING + DESCRIPTOR,
                  "ring-askew": 3}.get(self.lie, self.rings[0 if flags else 1])
        log2 = 31 if self.lie == "ring-of-two-billion" else SIZE_LOG2
        self.ask(ADD_RING, "HHHIBH", flags, index, region, offset, log2, 0, fds=(bell,))

    def talk(self):
        """All slots are the server's to read, and all are its to fill, again and again."""
        heads = [memoryview(self.memory)[ring + 6:ring + 8].cast("H") for ring in self.rings]
        tails = [memoryview(self.memory)[ring + 64:ring + 66].cast("H") for ring in self.rings]
        while True:
            for head, tail in zip(heads, tails):
                head[0] = (tail[0] + (60_000 if self.lie == "head-beyond-ring" else SIZE)) & 0xFFFF


peer = Peer(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
peer.join()
if peer.lie == "memory-later":
    peer.receive()
print("connected", flush=True)
peer.talk()
