"""Drives a NETCONF server with ncclient and prints how long each request took, in microseconds: PHASE EDIT COMMIT.

Arguments: port, user, private key, then phases: one:PRESENT:ROUNDS, many:RULES:ROUNDS, bearers:NUMBER:ROUNDS,
commits:NUMBER. A phase adds what it needs to be there; 'one' changes the priority of one rule of those.
"""
import logging
import sys
import time

import ncclient.transport.ssh
from ncclient import manager
from ncclient.xml_ import to_ele

# How long ncclient itself waits, seconds, before it sends what it was given: 0.1 would be all that is measured.
ncclient.transport.ssh.TICK = 0.0005

CHUNK = 10_000


def config(content):
    return '<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">%s</config>' % content


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


def bearer(number, round_):
    return '''<bearer><name>ue%(n)d</name><ue-address>10.%(h)d.%(m)d.%(l)d</ue-address><uplink><endpoint>192.0.2.100</endpoint><teid>%(t)d</teid></uplink><downlink><endpoint>192.0.2.1</endpoint><teid>%(t)d</teid></downlink></bearer>''' % {
        'n': number, 't': number + 1 + round_ * 1_000_000, 'h': 64 + (number >> 16), 'm': number >> 8 & 255, 'l': number & 255}


class Client:
    def __init__(self, session):
        self.session = session
        self.present = 0

    def timed(self, call):
        begin = time.perf_counter()
        call()
        return round((time.perf_counter() - begin) * 1e6)

    def change(self, phase, document):
        edit = self.timed(lambda: self.session.edit_config(target='candidate', config=document))
        commit = self.timed(self.session.commit)
        print(phase, edit, commit, flush=True)

    def fill(self, number):
        while self.present < number:
            end = min(number, self.present + CHUNK)
            self.change('fill:%d' % end, rules(''.join(rule(i, i % 200) for i in range(self.present, end))))
            self.present = end

    def one(self, phase, number, rounds):
        self.fill(number)
        for i in range(rounds):
            self.change(phase, rules(rule(i * 7919 % number, 200 + i % 56)))

    def many(self, phase, number, rounds):
        for i in range(rounds):
            self.change(phase, rules(''.join(rule(500_000 + j, i % 200) for j in range(number))))
        self.change('less', rules(''.join(
            '<traffic-rule xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="delete"><name>r%06d</name></traffic-rule>'
            % (500_000 + j) for j in range(number))))

    def bearers(self, phase, number, rounds):
        for i in range(rounds):
            request = to_ele('<update-bearers xmlns="urn:mec-vswitch:bearers">%s</update-bearers>'
                             % ''.join(bearer(j, i) for j in range(number)))
            print(phase, self.timed(lambda: self.session.dispatch(request)), 0, flush=True)

    def commits(self, phase, number):
        self.one(phase, 1_000, number)


def main(port, user, key, *phases):
    logging.disable(logging.CRITICAL)
    with manager.connect(host='127.0.0.1', port=int(port), username=user, key_filename=key, hostkey_verify=False,
                         allow_agent=False, look_for_keys=False, timeout=600) as session:
        client = Client(session)
        for phase in phases:
            name, *numbers = phase.split(':')
            if name == 'interfaces':
                client.change(name, config('<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s%s</interfaces>'
                                           % (interface('access', 'access'), interface('core', 'core'))))
            else:
                getattr(client, name)(phase, *map(int, numbers))


main(*sys.argv[1:])
