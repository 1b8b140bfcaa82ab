"""A session of ncclient that commits something and goes without confirming it: port, key file."""
import sys

from ncclient import manager

RULE = '''<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><traffic-rules xmlns="urn:mec-vswitch:rules"><traffic-rule>
  <name>trial</name><priority>9</priority>
  <traffic-filter><name>f</name><ingress-interface>core</ingress-interface></traffic-filter>
  <action>passthrough</action></traffic-rule></traffic-rules></config>'''

with manager.connect(host='127.0.0.1', port=int(sys.argv[1]), username='admin', key_filename=sys.argv[2],
                     hostkey_verify=False, allow_agent=False, look_for_keys=False, timeout=30) as session:
    session.edit_config(target='candidate', config=RULE)
    session.commit(confirmed=True, persist='token')
    print('trial runs' if '<name>trial</name>' in session.get_config(source='running').data_xml else 'lost')
