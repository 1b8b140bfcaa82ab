"""Sessions of ncclient with a running switch that limits who may do what: port, key file. Prints what a test looks for."""
import sys

from ncclient import manager
from ncclient.operations import RPCError

port, key = int(sys.argv[1]), sys.argv[2]
NC = 'urn:ietf:params:xml:ns:netconf:base:1.0'
NACM = '''<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm">
  <groups><group><name>tenants</name><user-name>ann</user-name><user-name>bob</user-name></group></groups>
  <rule-list><name>tenants</name><group>tenants</group>
    <rule><name>own</name>
      <path xmlns:r="urn:mec-vswitch:rules">/r:traffic-rules/r:traffic-rule[r:name=$USER]</path><action>permit</action></rule>
    <rule><name>others</name>
      <path xmlns:r="urn:mec-vswitch:rules">/r:traffic-rules/r:traffic-rule</path><action>deny</action></rule>
  </rule-list>
</nacm>'''


def rule(name, priority):
    return '''<traffic-rules xmlns="urn:mec-vswitch:rules"><traffic-rule><name>%s</name><priority>%d</priority>
        <traffic-filter><name>f</name><ingress-interface>core</ingress-interface></traffic-filter>
        <action>passthrough</action></traffic-rule></traffic-rules>''' % (name, priority)


def connect(user):
    return manager.connect(host='127.0.0.1', port=port, username=user, key_filename=key, hostkey_verify=False,
                           allow_agent=False, look_for_keys=False, timeout=30)


def change(session, content, target='candidate'):
    session.edit_config(target=target, config='<config xmlns="%s">%s</config>' % (NC, content))


def attempt(what, action):
    try:
        action()
        print(what, 'done')
    except RPCError as error:
        print(what, error.tag, (error.path or '').strip())


def names(session):
    data = session.get_config(source='running').data_xml
    return [name for name in ('ann', 'bob') if '<name>%s</name>' % name in data]


with connect('admin') as admin, connect('ann') as ann, connect('bob') as bob, connect('mona') as mona:
    change(admin, rule('ann', 1))
    change(admin, rule('bob', 2))
    change(admin, NACM)
    admin.commit()
    print('admin', names(admin), 'ann', names(ann), 'bob', names(bob), 'mona', names(mona))
    change(ann, rule('ann', 3))
    attempt('ann commits her own:', ann.commit)
    attempt('ann edits the other:', lambda: change(ann, rule('bob', 9)))
    attempt('mona edits:', lambda: change(mona, rule('mona', 9)))
    attempt('mona kills:', lambda: mona.kill_session(bob.session_id))
    change(bob, rule('bob', 4))
    attempt('ann commits the other:', ann.commit)
    attempt('bob commits his own:', bob.commit)
    counters = admin.get(filter=('subtree', '<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"/>')).data_xml
    print('counted' if '<denied-operations>1<' in counters and '<denied-data-writes>3<' in counters else counters)
