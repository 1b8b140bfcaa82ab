"""ncclient reads parts, defaults, datastores and notifications of a running switch: port, key file."""
import re
import sys

from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele

port, key = int(sys.argv[1]), sys.argv[2]
RULE = '''<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><traffic-rules xmlns="urn:mec-vswitch:rules"><traffic-rule>
  <name>%s</name><priority>%d</priority><traffic-filter><name>f</name><ingress-interface>core</ingress-interface></traffic-filter>
  <action>passthrough</action></traffic-rule></traffic-rules></config>'''
NMDA = '''<get-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"
  xmlns:r="urn:mec-vswitch:rules"><datastore>ds:%s</datastore><xpath-filter>//r:traffic-rule/r:filter-type</xpath-filter>%s</get-data>'''
CHANGE = '<netconf-config-change xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications"/>'


def connect():
    return manager.connect(host='127.0.0.1', port=port, username='admin', key_filename=key, hostkey_verify=False,
                           allow_agent=False, look_for_keys=False, timeout=30)


def short(xml):
    return re.sub(r'\s|xmlns(:\w+)?="[^"]*"|</?(data|nc:rpc-reply|traffic-rules)\b[^>]*>', '', re.sub(r'<\?.*?\?>', '', xml))


with connect() as session, connect() as listener:
    listener.create_subscription(filter=('subtree', CHANGE))
    session.edit_config(target='running', config=RULE % ('one', 1))
    session.edit_config(target='running', config=RULE % ('two', 2))
    print('xpath:', short(session.get_config('running', filter=('xpath', "//traffic-rule[name='two']/priority")).data_xml))
    print('defaults:', short(session.get_config('running', filter=('xpath', "//traffic-rule[name='two']/filter-type"),
                                                with_defaults='report-all').data_xml))
    print('data:', short(session.dispatch(to_ele(NMDA % ('running', ''))).xml))
    print('operational:', short(session.dispatch(to_ele(NMDA % ('operational', '<with-origin/>'))).xml))
    try:
        session.get_config('running', filter=('xpath', '1+1'))
    except RPCError as error:
        print('refused:', error.tag)
    for _ in range(2):
        notification = listener.take_notification(timeout=20).notification_xml
        print('told:', ' '.join(re.findall(r'<(?:username|target|operation)[^>]*>([^<]*)<', notification)))
    with connect() as late:
        late.create_subscription(start_time='2026-01-01T00:00:00Z', stop_time='2026-01-02T00:00:00Z')
        print('replayed:', ' '.join(re.search(r'<(\w+Complete)', late.take_notification(timeout=20).notification_xml).group(1)
                                    for _ in range(2)))
    session.copy_config(source='running', target='file:///before.xml')
    session.edit_config(target='running', config=RULE % ('three', 3))
    session.copy_config(source='file:///before.xml', target='running')
    print('brought back:', 'three' not in session.get_config('running').data_xml)
    with connect() as late:
        late.create_subscription(start_time='2026-01-01T00:00:00Z', filter=('xpath', '/switch-started'))
        print('started:', 'start-time' in late.take_notification(timeout=20).notification_xml)
