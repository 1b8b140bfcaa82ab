"""Drives a NETCONF server and prints how long each request took, in microseconds: PHASE EDIT COMMIT.

Arguments: client, port, user, private key, then phases: one:PRESENT:ROUNDS, many:RULES:ROUNDS, bearers:NUMBER:ROUNDS,
commits:NUMBER, having:PRESENT, rules:NUMBER, load:BEARERS:LIMITED, interfaces. A phase adds what it needs to be there; 'one' changes the priority of one rule of those. A phase that is
followed by @SECONDS ends after them, with the rounds that were made.

Clients: 'ncclient', and 'openssh', which is 'ssh -s netconf' and no more: it shows what of the time is the server's.
"""
import logging
import os
import subprocess
import sys
import time

CHUNK = 10_000
LOADED = 50_000
BASE = 'urn:ietf:params:xml:ns:netconf:base:1.0'


class Ncclient:
    """The library that most programs use."""

    def __init__(self, port, user, key):
        import ncclient.transport.ssh
        from ncclient import manager
        from ncclient.xml_ import to_ele
        # Its thread looks whether there is something to send only when this time, in seconds, has passed without an
        # octet from the server: 0.1 would be all that is measured.
        ncclient.transport.ssh.TICK = 0.0005
        logging.disable(logging.CRITICAL)
        self.element = to_ele
        self.session = manager.connect(host='127.0.0.1', port=int(port), username=user, key_filename=key,
                                       hostkey_verify=False, allow_agent=False, look_for_keys=False, timeout=600)

    def edit(self, document):
        return timed(lambda: self.session.edit_config(target='candidate', config=document))

    def commit(self):
        return timed(self.session.commit)

    def call(self, content):
        request = self.element(content)
        return timed(lambda: self.session.dispatch(request))

    def close(self):
        self.session.close_session()


class OpenSsh:
    """No library at all: octets into the subsystem, octets out of it."""
    END = b'\n##\n'
    HELLO = ('<hello xmlns="%s"><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities>'
             '</hello>]]>]]>' % BASE).encode()

    def __init__(self, port, user, key):
        self.process = subprocess.Popen(
            ['ssh', '-p', port, '-i', key, '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null',
             '-o', 'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR', user + '@127.0.0.1', '-s', 'netconf'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.number = 0
        self.send(self.HELLO)
        self.receive(b']]>]]>')

    def send(self, octets):
        rest = memoryview(octets)
        while rest:
            rest = rest[os.write(self.process.stdin.fileno(), rest[:1 << 20]):]

    def receive(self, end):
        octets = b''
        while not octets.endswith(end):
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                raise IOError('the server is gone: %r' % octets[-500:])
            octets += more
        return octets

    def request(self, content):
        self.number += 1
        message = ('<rpc xmlns="%s" message-id="%d">%s</rpc>' % (BASE, self.number, content)).encode()
        framed = b'\n#%d\n%b' % (len(message), message) + self.END

        def exchange():
            self.send(framed)
            reply = self.receive(self.END)
            if b'<rpc-error' in reply or b'<refused' in reply:
                raise IOError('refused: %r' % reply[:2000])
        return timed(exchange)

    def edit(self, document):
        return self.request('<edit-config><target><candidate/></target>%s</edit-config>' % document)

    def commit(self):
        return self.request('<commit/>')

    def call(self, content):
        return self.request(content)

    def close(self):
        self.request('<close-session/>')
        self.process.wait(10)


def timed(call):
    begin = time.perf_counter()
    call()
    return round((time.perf_counter() - begin) * 1e6)


# What is asked for.

def config(content):
    return '<config xmlns="%s">%s</config>' % (BASE, content)


def interface(name, role):
    # ncclient takes away declarations of prefixes that no element has.
    return '''<interface xmlns:p="urn:mec-vswitch:ports"><name>%s</name><type>p:dpdk-port</type>
        <p:port><p:role>%s</p:role><p:device>%s</p:device></p:port></interface>''' % (name, role, name)


def rule(number, priority):
    """With two references, musts about its filter, and a condition for its destination."""
    return '''<traffic-rule><name>r%06d</name><priority>%d</priority><traffic-filter><name>f</name>
        <ingress-interface>access</ingress-interface><inner><destination-address>10.%d.%d.%d/32</destination-address>
        <protocol>6</protocol><destination-port><port>443</port></destination-port></inner></traffic-filter>
        <action>forward-as-is</action>
        <destination-interface>core</destination-interface></traffic-rule>''' % (
            number, priority, number >> 16 & 255, number >> 8 & 255, number & 255)


def rules(content):
    return config('<traffic-rules xmlns="urn:mec-vswitch:rules">%s</traffic-rules>' % content)


def bearer(number, round_, ambr=''):
    return ('<bearer><name>ue%(n)d</name><ue-address>10.%(h)d.%(m)d.%(l)d</ue-address>'
            '<uplink><endpoint>192.0.2.100</endpoint><teid>%(t)d</teid></uplink>'
            '<downlink><endpoint>192.0.2.1</endpoint><teid>%(t)d</teid></downlink>%(a)s</bearer>') % {
                'n': number, 't': number + 1 + round_ * 1_000_000, 'h': 64 + (number >> 16), 'm': number >> 8 & 255,
                'l': number & 255, 'a': ambr}


class Phases:
    def __init__(self, client):
        self.client = client
        self.present = 0
        # Each run changes other rules than the one before, so that there is something to change.
        self.first = time.time_ns() // 1_000_000

    def change(self, phase, document):
        print(phase, self.client.edit(document), self.client.commit(), flush=True)

    def having(self, phase, end, number):
        """Believes that so many rules are there."""
        self.present = number

    def fill(self, number):
        while self.present < number:
            end = min(number, self.present + CHUNK)
            self.change('fill:%d' % end, rules(''.join(rule(i, i % 200) for i in range(self.present, end))))
            self.present = end

    def interfaces(self, phase, end):
        self.change(phase, config('<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s%s</interfaces>'
                                  % (interface('access', 'access'), interface('core', 'core'))))

    def one(self, phase, end, number, rounds):
        self.fill(number)
        for i in range(rounds):
            if time.monotonic() > end:
                break
            self.change(phase, rules(rule((self.first + i * 7919) % number, 200 + (self.first + i) % 56)))

    def many(self, phase, end, number, rounds):
        for i in range(rounds):
            if time.monotonic() > end:
                break
            self.change(phase, rules(''.join(rule(500_000 + j, i % 200) for j in range(number))))
        self.change('less', rules(''.join(
            '<traffic-rule xmlns:nc="%s" nc:operation="delete"><name>r%06d</name></traffic-rule>'
            % (BASE, 500_000 + j) for j in range(number))))

    def bearers(self, phase, end, number, rounds):
        for i in range(rounds):
            if time.monotonic() > end:
                break
            request = '<update-bearers xmlns="urn:mec-vswitch:bearers">%s</update-bearers>' % ''.join(
                bearer(j, i) for j in range(number))
            print(phase, self.client.call(request), 0, flush=True)

    def rules(self, phase, end, number):
        self.fill(number)

    def load(self, phase, end, number, limited):
        """So many bearers, the first ones with rates of their own, by requests of a size that the server takes."""
        ambr = ('<ambr xmlns="urn:mec-vswitch:qos"><uplink>20000000</uplink><downlink>50000000</downlink></ambr>')
        for first in range(0, number, LOADED):
            request = '<update-bearers xmlns="urn:mec-vswitch:bearers">%s</update-bearers>' % ''.join(
                bearer(j, 0, ambr if j < limited else '') for j in range(first, min(number, first + LOADED)))
            print(phase, self.client.call(request), 0, flush=True)

    def commits(self, phase, end, number):
        self.one(phase, end, 1_000, number)


def main(client, port, user, key, *phases):
    connected = {'ncclient': Ncclient, 'openssh': OpenSsh}[client](port, user, key)
    ours = Phases(connected)
    for phase in phases:
        limited = phase.split('@')
        name, *numbers = limited[0].split(':')
        end = time.monotonic() + (float(limited[1]) if len(limited) > 1 else 3_600)
        getattr(ours, name)(limited[0], end, *map(int, numbers))
    connected.close()


main(*sys.argv[1:])
