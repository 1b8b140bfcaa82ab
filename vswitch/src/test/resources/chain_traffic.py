"""Sends the frames of a capture, so many per second: chain_traffic.py INTERFACE CAPTURE RATE"""
import socket
import struct
import sys
import time

interface, capture, rate = sys.argv[1], sys.argv[2], float(sys.argv[3])

with open(capture, 'rb') as file:
    octets = file.read()
frames = []
at = 24
while at < len(octets):
    length = struct.unpack_from('<I', octets, at + 8)[0]
    frames.append(octets[at + 16:at + 16 + length])
    at += 16 + length

out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
out.bind((interface, 0))
start = time.monotonic()
for number, frame in enumerate(frames):
    wait = start + number / rate - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    out.send(frame)
print('sent', len(frames), flush=True)
