"""A session of ncclient with a running switch: port, key file, switch.xml. Prints what a test looks for."""
import re
import sys
import time

from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele

port, key = int(sys.argv[1]), sys.argv[2]
RULES = '<traffic-rules xmlns="urn:mec-vswitch:rules">%s</traffic-rules>'


def rule(name, priority, action='pass'):
    return '''<traffic-rule><name>%s</name>%s<traffic-filter><name>f</name><ingress-interface>core</ingress-interface>
        </traffic-filter><action>%s</action></traffic-rule>''' % (name, priority, action)


def bearer(number):
    return '''<bearer><name>ue%(n)d</name><ue-address>10.45.%(h)d.%(l)d</ue-address><uplink><endpoint>192.0.2.100</endpoint>
        <teid>%(n)d</teid></uplink><downlink><endpoint>192.0.2.1</endpoint><teid>%(n)d</teid></downlink></bearer>''' % {
            'n': number, 'h': number >> 8, 'l': number & 255}


def config(content):
    return '<nc:config xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">%s</nc:config>' % (RULES % content)


def connect():
    return manager.connect(host='127.0.0.1', port=port, username='admin', key_filename=key, hostkey_verify=False,
                           allow_agent=False, look_for_keys=False, timeout=30)


with connect() as session:
    print('session', session.session_id, 'base 1.1' if ':base:1.1' in session.server_capabilities else '')
    with session.locked('candidate'), session.locked('running'):
        with connect() as other:
            try:
                other.lock('candidate')
            except RPCError as error:
                print('lock:', error.tag)
        session.edit_config(target='candidate', config=config(rule('good', '<priority>7</priority>', 'passthrough')))
        session.validate(source='candidate')
        session.commit()
    running = session.get_config(source='running', filter=('subtree', RULES % '')).data_xml
    candidate = session.get_config(source='candidate', filter=('subtree', RULES % '')).data_xml
    print('committed' if running == candidate and '<name>good</name>' in running else running)

    session.edit_config(target='candidate', config=config(rule('bad', '', 'drop')), test_option='set')
    for operation in (lambda: session.validate(source='candidate'), session.commit):
        try:
            operation()
        except RPCError as error:
            print('refused:', error.tag, error.path.strip())
    session.discard_changes()

    try:
        session.edit_config(target='candidate', config=config(rule('bad', '<priority>x</priority>', 'drop')))
    except RPCError as error:
        print('refused:', error.tag, error.path.strip())

    # What the dataplane can't honour, and the model can't know: how many buffers there are while it runs.
    session.edit_config(target='candidate', config='<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">'
                        '<dataplane xmlns="urn:mec-vswitch:dataplane"><buffers>16384</buffers></dataplane></config>', test_option='set')
    try:
        session.commit()
    except RPCError as error:
        print('refused:', error.tag, error.path.strip())
    session.discard_changes()

    def running():
        return session.get_config(source='running', filter=('subtree', RULES % '')).data_xml

    # A commit that waits for its confirmation: cancelled, lost with its session, confirmed by another session.
    session.edit_config(target='candidate', config=config(rule('trial', '<priority>9</priority>', 'passthrough')))
    session.commit(confirmed=True, timeout='60')
    print('trial runs' if '<name>trial</name>' in running() else running())
    session.cancel_commit()
    print('cancelled' if '<name>trial</name>' not in running() else running())
    with connect() as other:
        other.edit_config(target='candidate', config=config(rule('trial', '<priority>9</priority>', 'passthrough')))
        other.commit(confirmed=True)
        try:
            session.commit()
        except RPCError as error:
            print('refused:', error.tag)
    for _ in range(100):
        if '<name>trial</name>' not in running():
            break
        time.sleep(0.05)
    print('lost with its session' if '<name>trial</name>' not in running() else running())
    with connect() as other:
        other.edit_config(target='candidate', config=config(rule('trial', '<priority>9</priority>', 'passthrough')))
        other.commit(confirmed=True, persist='token')
    print('trial stays' if '<name>trial</name>' in running() else running())
    session.commit(persist_id='token')
    session.edit_config(target='candidate', config='<nc:config xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">'
                        '<traffic-rules xmlns="urn:mec-vswitch:rules"><traffic-rule nc:operation="delete">'
                        '<name>trial</name></traffic-rule></traffic-rules></nc:config>')
    session.commit()

    for number in range(int(sys.argv[3])):
        session.edit_config(target='candidate', config=config(rule('good', '<priority>%d</priority>' % number,
                                                                   'passthrough')))
        session.commit()

    books = session.get(filter=('subtree', '<dataplane xmlns="urn:mec-vswitch:dataplane"><state><packets/></state>'
                                           '</dataplane>')).data_xml
    print('forwarding' if int(re.search('<sent>([0-9]+)<', books).group(1)) > 0 else books)
    rule_state = session.get(filter=('subtree', RULES % '<traffic-rule><name>good</name><statistics/></traffic-rule>'))
    print('statistics' if '<octets>' in rule_state.data_xml else rule_state.data_xml)
    print('schema' if 'module mec-vswitch-rules {' in session.get_schema('mec-vswitch-rules').data else 'no schema')

    # Bearers of the run time, a thousand in one call, and one that has no room beside them.
    update = to_ele('<update-bearers xmlns="urn:mec-vswitch:bearers">%s</update-bearers>' % ''.join(
        bearer(number) for number in range(1, 1001)))
    print('bearers:', re.search('updated[^>]*>([0-9]+)<', session.dispatch(update).xml).group(1))
    update = to_ele('<update-bearers xmlns="urn:mec-vswitch:bearers"><remove>ue1</remove>%s</update-bearers>'
                    % bearer(2).replace('ue2', 'other'))
    reply = session.dispatch(update).xml
    print('bearers:', re.search('updated[^>]*>([0-9]+)<', reply).group(1), 'refused:', "name='other'" in reply)
    print('done')
