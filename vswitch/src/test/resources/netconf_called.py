"""Clients that a switch calls (RFC 8071), ncclient over SSH and a reader of TLS: the folder of their keys."""
import re
import socket
import ssl
import sys

from ncclient import manager

HELLO = b'''<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>
  <capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>'''
SESSIONS = '<netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><sessions/></netconf-state>'
GET = '<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1"><get><filter>%s</filter></get></rpc>]]>]]>'


def over_ssh(server):
    with manager.connect(host='127.0.0.1', sock=server.accept()[0], username='admin', key_filename=folder + '/key',
                         hostkey_verify=False, allow_agent=False, look_for_keys=False, timeout=30) as session:
        tell(session.get(filter=('subtree', SESSIONS)).data_xml)


def over_tls(server):
    context = ssl.create_default_context(cafile=folder + '/certificate.pem')
    context.check_hostname = False
    context.load_cert_chain(folder + '/ann.pem', folder + '/ann.key')
    with context.wrap_socket(server.accept()[0]) as connection:
        connection.sendall(HELLO + (GET % SESSIONS).encode())
        text = ''
        while text.count(']]>]]>') < 2:
            text += connection.recv(65536).decode() or sys.exit('it has ended')
        tell(text)


def tell(state):
    print(*(re.search('<%s[^>]*>([^<]*:)?([^<]*)' % leaf, state)[2] for leaf in ('username', 'transport')), flush=True)


folder = sys.argv[1]
with socket.create_server(('127.0.0.1', 0)) as ssh, socket.create_server(('127.0.0.1', 0)) as tls:
    for name, server in ('SSH', ssh), ('TLS', tls):
        server.settimeout(60)
        print(name, 'is called at', server.getsockname()[1], flush=True)
    over_ssh(ssh)
    over_tls(tls)
