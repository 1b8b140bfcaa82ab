package io.mecvswitch.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every constraint of the switch's own modules, kept and broken. */
class ModelTest {
    private static final String PORTS = """
        "ietf-interfaces:interfaces": {"interface": [
          {"name": "a0", "type": "mec-vswitch-ports:dpdk-port",
           "mec-vswitch-ports:port": {"role": "access", "device": "net_null0"}},
          {"name": "c0", "type": "mec-vswitch-ports:dpdk-port",
           "mec-vswitch-ports:port": {"role": "core", "device": "net_null1"}},
          {"name": "app0", "type": "mec-vswitch-ports:dpdk-port",
           "mec-vswitch-ports:port": {"role": "application", "device": "net_null2",
           "peer-mac-address": "02:00:00:00:00:01"}},
          {"name": "app1", "type": "mec-vswitch-ports:dpdk-port",
           "mec-vswitch-ports:port": {"role": "application", "device": "net_null3"}}]}""";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"role\": \"access\", \"device\": \"d\" ~ ",
        "\"role\": \"access\", \"device\": \"d\", \"mtu\": 68 ~ ",
        "\"role\": \"access\", \"device\": \"d\", \"mtu\": 9216 ~ ",
        "\"role\": \"access\", \"device\": \"d\", \"mtu\": 67 ~ invalid-value mtu",
        "\"role\": \"access\", \"device\": \"d\", \"mtu\": 9217 ~ invalid-value mtu",
        "\"role\": \"access\", \"device\": \"\" ~ invalid-value device",
        "\"role\": \"access\", \"device\": \" d\" ~ invalid-value device",
        "\"role\": \"access\" ~ data-missing device", "\"device\": \"d\" ~ data-missing role",
        "\"role\": \"radio\", \"device\": \"d\" ~ invalid-value role",
        "\"role\": \"core\", \"device\": \"d\", \"mac-address\": \"03:00:00:00:00:01\" ~ operation-failed mac-address",
        "\"role\": \"core\", \"device\": \"d\", \"mac-address\": \"0B:00:00:00:00:01\" ~ operation-failed mac-address",
        "\"role\": \"core\", \"device\": \"d\", \"peer-mac-address\": \"02:00:00:00:00:01\" "
            + "~ unknown-element peer-mac-address"})
    void shouldJudgePorts(final String leafs, final String expected) {
        check(expected, "\"ietf-interfaces:interfaces\": {\"interface\": [{\"name\": \"p\","
            + "\"type\": \"mec-vswitch-ports:dpdk-port\", \"mec-vswitch-ports:port\": {" + leafs + "}}]}");
    }

    @Test
    void shouldRefuseAnInterfaceNameThatIsNoFileName() {
        check("operation-failed port", PORTS.replace("a0", "../a0"));
    }

    @Test
    void shouldRefuseAnInterfaceWithoutType() {
        check("data-missing type; unknown-element port",
            PORTS.replaceFirst("\"type\": \"mec-vswitch-ports:dpdk-port\",", ""));
    }

    @Test
    void shouldRefuseAnInterfaceWithoutPort() {
        check("data-missing role; data-missing device",
            "\"ietf-interfaces:interfaces\": {\"interface\": [{\"name\": \"p\","
            + "\"type\": \"mec-vswitch-ports:dpdk-port\"}]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "{\"name\": \"w\", \"access\": \"a0\", \"core\": \"c0\"} ~ ",
        "{\"name\": \"w\", \"access\": \"c0\", \"core\": \"c0\"} ~ operation-failed access",
        "{\"name\": \"w\", \"access\": \"a0\", \"core\": \"app0\"} ~ operation-failed core",
        "{\"name\": \"w\", \"access\": \"a1\", \"core\": \"c0\"} ~ operation-failed access; data-missing access",
        "{\"name\": \"w\", \"access\": \"a0\"} ~ data-missing core",
        "{\"name\": \"-w\", \"access\": \"a0\", \"core\": \"c0\"} ~ invalid-value name; missing-element wire",
        "{\"name\": \"v\", \"access\": \"a0\", \"core\": \"c0\"}, "
            + "{\"name\": \"w\", \"access\": \"a0\", \"core\": \"c0\"} "
            + "~ operation-failed wire[name='w']; operation-failed wire[name='w']"})
    void shouldJudgeWires(final String wires, final String expected) {
        check(expected, PORTS + ", \"mec-vswitch-ports:wires\": {\"wire\": [" + wires + "]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"action\": \"passthrough\" ~ ", "\"action\": \"drop\" ~ ", "\"action\": \"mec-vswitch-rules:drop\" ~ ",
        "\"action\": \"forward-as-is\", \"destination-interface\": \"c0\" ~ ",
        "\"action\": \"forward-encapsulated\", \"destination-interface\": \"c0\" ~ ",
        "\"action\": \"forward-encapsulated\", \"destination-tunnel\": {\"endpoint\": \"192.0.2.1\", \"teid\": 7} ~ ",
        "\"action\": \"duplicate-encapsulated\", "
            + "\"destination-tunnel\": {\"endpoint\": \"2001:db8::1\", \"teid\": 0} ~ ",
        "\"action\": \"forward-encapsulated\", \"destination-tunnel\": {\"endpoint\": \"192.0.2.1\"} "
            + "~ data-missing teid",
        "\"action\": \"forward-as-is\", \"destination-tunnel\": {\"endpoint\": \"192.0.2.1\", \"teid\": 7} "
            + "~ unknown-element destination-tunnel",
        "\"action\": \"forward-encapsulated\", \"destination-interface\": \"c0\", "
            + "\"destination-tunnel\": {\"endpoint\": \"192.0.2.1\", \"teid\": 7} "
            + "~ unknown-element destination-interface",
        "\"action\": \"forward-decapsulated\", \"destination-interface\": \"app0\" ~ ",
        "\"action\": \"forward-as-is\" ~ data-missing destination-interface",
        "\"action\": \"forward-encapsulated\" ~ data-missing destination-interface",
        "\"action\": \"forward-decapsulated\" ~ data-missing destination-interface",
        "\"action\": \"drop\", \"destination-interface\": \"c0\" ~ unknown-element destination-interface",
        "\"action\": \"forward-decapsulated\", \"destination-interface\": \"c0\" "
            + "~ operation-failed destination-interface",
        "\"action\": \"forward-decapsulated\", \"destination-interface\": \"app1\" "
            + "~ operation-failed destination-interface",
        "\"action\": \"forward-as-is\", \"destination-interface\": \"c9\" ~ data-missing destination-interface",
        "\"action\": \"duplicate-as-is\" ~ data-missing destination-interface",
        "\"action\": \"duplicate-as-is\", \"destination-interface\": \"c0\" ~ ",
        "\"action\": \"duplicate-as-is\", \"destination-interface\": \"c0\", \"original-interface\": \"c9\" "
            + "~ data-missing original-interface",
        "\"action\": \"duplicate-encapsulated\", \"destination-interface\": \"c0\", "
            + "\"original-interface\": \"a0\" ~ ",
        "\"action\": \"duplicate-decapsulated\", \"destination-interface\": \"app0\", "
            + "\"original-interface\": \"a0\" ~ ",
        "\"action\": \"duplicated-decapsulated\", \"destination-interface\": \"c0\" "
            + "~ operation-failed destination-interface",
        "\"action\": \"forward-as-is\", \"destination-interface\": \"c0\", \"original-interface\": \"c0\" "
            + "~ unknown-element original-interface",
        "\"action\": \"mirror\" ~ invalid-value action",
        "\"action\": \"duplicating-action\" ~ invalid-value action",
        "\"action\": \"forwarding-action\" ~ invalid-value action",
        "\"action\": \"traffic-rule-action\" ~ invalid-value action",
        "\"priority\": 2 ~ bad-element priority; data-missing action"})
    void shouldJudgeActions(final String leafs, final String expected) {
        check(expected, PORTS
            + ", \"mec-vswitch-rules:traffic-rules\": {\"traffic-rule\": [{\"name\": \"r\", \"priority\": 1,"
            + "\"traffic-filter\": [{\"name\": \"f\"}], " + leafs + "}]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "passthrough ~ ~ \"source-mac-address\": \"02:00:00:00:00:01\", \"dscp\": 63 ~ ",
        "passthrough ~ ~ \"source-mac-address\": \"03:00:00:00:00:01\" ~ operation-failed source-mac-address",
        "passthrough ~ ~ \"destination-mac-address\": \"ff:ff:ff:ff:ff:ff\" ~ ",
        "passthrough ~ ~ \"dscp\": 64 ~ invalid-value dscp",
        "passthrough ~ \"ethertype\": 2054 ~ \"dscp\": 1 ~ operation-failed dscp",
        "passthrough ~ \"ethertype\": 34525 ~ \"dscp\": 1 ~ ",
        "drop ~ ~ \"dscp\": 1 ~ unknown-element rewrite",
        "passthrough ~ ~ \"push-vlan\": {\"vlan-id\": 0, \"vlan-pcp\": 7, \"tag-type\": \"s-vlan\"} ~ ",
        "passthrough ~ ~ \"push-vlan\": {} ~ data-missing vlan-id",
        "passthrough ~ ~ \"push-vlan\": {\"vlan-id\": 4095} ~ invalid-value vlan-id",
        "passthrough ~ \"inner-vlan-id\": 5 ~ \"push-vlan\": {\"vlan-id\": 1} ~ operation-failed push-vlan",
        "passthrough ~ ~ \"pop-vlan\": [null] ~ ", "passthrough ~ \"vlan-id\": 5 ~ \"pop-vlan\": [null] ~ ",
        "passthrough ~ \"vlan-id\": 0 ~ \"pop-vlan\": [null] ~ operation-failed pop-vlan",
        "passthrough ~ ~ \"change-vlan\": {\"vlan-dei\": true} ~ ",
        "passthrough ~ ~ \"change-vlan\": {} ~ operation-failed change-vlan",
        "passthrough ~ \"vlan-id\": 0 ~ \"change-vlan\": {\"vlan-id\": 1} ~ operation-failed change-vlan",
        "passthrough ~ ~ \"pop-vlan\": [null], \"push-vlan\": {\"vlan-id\": 1} ~ bad-element pop-vlan",
        "forward-as-is\", \"destination-interface\": \"c0 ~ ~ \"pop-vlan\": [null] ~ ",
        "duplicate-decapsulated\", \"destination-interface\": \"app0 ~ ~ \"pop-vlan\": [null] "
            + "~ operation-failed pop-vlan",
        "duplicate-as-is\", \"destination-interface\": \"c0 ~ ~ \"pop-vlan\": [null] ~ ",
        "forward-decapsulated\", \"destination-interface\": \"app0 ~ ~ \"pop-vlan\": [null] "
            + "~ operation-failed pop-vlan",
        "forward-decapsulated\", \"destination-interface\": \"app0 ~ ~ \"change-vlan\": {\"vlan-id\": 1} "
            + "~ operation-failed change-vlan",
        "forward-decapsulated\", \"destination-interface\": \"app0 ~ \"inner-vlan-id\": 5 "
            + "~ \"push-vlan\": {\"vlan-id\": 1} ~ "})
    void shouldJudgeRewrites(final String action, final String ethernet, final String rewrite, final String expected) {
        check(expected, PORTS + ", \"mec-vswitch-rules:traffic-rules\": {\"traffic-rule\": [{\"name\": \"r\","
            + "\"priority\": 1, \"traffic-filter\": [{\"name\": \"f\", \"ethernet\": {"
            + (ethernet == null ? "" : ethernet) + "}}], \"action\": \"" + action + "\", \"rewrite\": {" + rewrite
            + "}}]}");
    }

    @Test
    void shouldRefuseARuleWithoutFilter() {
        check("operation-failed traffic-filter", "\"mec-vswitch-rules:traffic-rules\": {\"traffic-rule\": ["
            + "{\"name\": \"r\", \"priority\": 1, \"action\": \"drop\"}]}");
    }

    @Test
    void shouldRefuseARuleWithoutPriority() {
        check("data-missing priority", "\"mec-vswitch-rules:traffic-rules\": {\"traffic-rule\": ["
            + "{\"name\": \"r\", \"traffic-filter\": [{\"name\": \"f\"}], \"action\": \"drop\"}]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"ingress-interface\": \"a0\" ~ ", "\"ingress-interface\": \"zz\" ~ data-missing ingress-interface",
        "\"ethernet\": {\"source-mac-address\": \"02:00:00:00:00:01\", "
            + "\"source-mac-address-mask\": \"ff:00:00:00:00:00\"} ~ ",
        "\"ethernet\": {\"source-mac-address-mask\": \"ff:00:00:00:00:00\"} ~ unknown-element source-mac-address-mask",
        "\"ethernet\": {\"destination-mac-address-mask\": \"ff:00:00:00:00:00\"} "
            + "~ unknown-element destination-mac-address-mask",
        "\"ethernet\": {\"vlan-id\": 0} ~ ", "\"ethernet\": {\"vlan-id\": 4095} ~ invalid-value vlan-id",
        "\"ethernet\": {\"inner-vlan-id\": 0} ~ invalid-value inner-vlan-id",
        "\"ethernet\": {\"vlan-id\": 0, \"inner-vlan-id\": 5} ~ operation-failed inner-vlan-id",
        "\"ethernet\": {\"vlan-id\": 4, \"inner-vlan-id\": 5} ~ ",
        "\"ethernet\": {\"ethertype\": 1500} ~ invalid-value ethertype",
        "\"ethernet\": {\"ethertype\": 2054}, \"outer\": {\"protocol\": 6} ~ operation-failed outer",
        "\"ethernet\": {\"ethertype\": 2048}, \"outer\": {\"protocol\": 6} ~ ",
        "\"outer\": {\"source-address\": \"10.0.0.0/8\", \"destination-address\": \"10.0.0.1\"} ~ ",
        "\"outer\": {\"source-address\": \"10.0.0.0/8\", \"destination-address\": \"::1\"} ~ operation-failed outer",
        "\"outer\": {\"source-address\": \"10.0.0.1-10.0.0.9\"} ~ invalid-value source-address",
        "\"gtpu\": {\"teid\": 4294967295, \"qfi\": 63} ~ ", "\"gtpu\": {\"teid\": 4294967296} ~ invalid-value teid",
        "\"gtpu\": {\"qfi\": 64} ~ invalid-value qfi", "\"gtpu\": {\"message-type\": 256} ~ invalid-value message-type",
        "\"outer\": {\"protocol\": 6}, \"gtpu\": {\"teid\": 1} ~ operation-failed gtpu",
        "\"outer\": {\"protocol\": 17}, \"gtpu\": {\"teid\": 1} ~ ",
        "\"gtpu\": {\"message-type\": 1}, \"inner\": {\"protocol\": 6} ~ operation-failed inner",
        "\"gtpu\": {\"message-type\": 255}, \"inner\": {\"protocol\": 6} ~ ",
        "\"inner\": {\"source-address\": \"::/0\", \"destination-address\": \"1.1.1.1\"} ~ operation-failed inner",
        "\"ethernet\": {\"vlan-pcp\": 7, \"inner-vlan-pcp\": 0} ~ ",
        "\"ethernet\": {\"vlan-pcp\": 8} ~ invalid-value vlan-pcp",
        "\"ethernet\": {\"vlan-id\": 0, \"vlan-pcp\": 1} ~ operation-failed vlan-pcp",
        "\"ethernet\": {\"vlan-id\": 0, \"inner-vlan-pcp\": 1} ~ operation-failed inner-vlan-pcp",
        "\"outer\": {\"dscp\": 63}, \"inner\": {\"dscp\": 0} ~ ",
        "\"outer\": {\"dscp\": 64} ~ invalid-value dscp",
        "\"ethernet\": {\"ethertype\": 2054}, \"outer\": {\"dscp\": 1} ~ operation-failed outer",
        "\"ethernet\": {\"ethertype\": 2054}, \"outer\": {\"source-port\": {\"port\": 1}} ~ operation-failed outer",
        "\"gtpu\": {\"message-type\": 1}, \"inner\": {\"dscp\": 1} ~ operation-failed inner",
        "\"gtpu\": {\"message-type\": 1}, \"inner\": {\"source-port\": {\"port\": 1}} ~ operation-failed inner",
        "\"inner\": {\"source-port\": {\"port\": 0}, \"destination-port\": {\"port\": 65535}} ~ ",
        "\"inner\": {\"source-port\": {\"port\": 65536}} ~ invalid-value port",
        "\"inner\": {\"source-port\": {}} ~ ",
        "\"inner\": {\"source-port\": {\"lower-port\": 5, \"upper-port\": 5}} ~ ",
        "\"inner\": {\"source-port\": {\"lower-port\": 5, \"upper-port\": 4}} ~ operation-failed upper-port",
        "\"inner\": {\"source-port\": {\"lower-port\": 5}} ~ data-missing upper-port",
        "\"inner\": {\"source-port\": {\"upper-port\": 5}} ~ data-missing lower-port",
        "\"inner\": {\"source-port\": {\"port\": 4, \"lower-port\": 4, \"upper-port\": 5}} ~ bad-element range",
        "\"inner\": {\"protocol\": 132, \"source-port\": {\"port\": 4}} ~ ",
        "\"inner\": {\"protocol\": 1, \"source-port\": {\"port\": 4}} ~ operation-failed inner",
        "\"outer\": {\"protocol\": 58, \"destination-port\": {\"lower-port\": 4, \"upper-port\": 5}} "
            + "~ operation-failed outer",
        "\"gtpu\": {\"lower-teid\": 0, \"upper-teid\": 4294967295} ~ ",
        "\"gtpu\": {\"lower-teid\": 2, \"upper-teid\": 1} ~ operation-failed upper-teid",
        "\"gtpu\": {\"lower-teid\": 2} ~ data-missing upper-teid",
        "\"gtpu\": {\"teid\": 2, \"lower-teid\": 2, \"upper-teid\": 2} ~ bad-element range",
        "\"outer\": {\"protocol\": 6}, \"gtpu\": {\"lower-teid\": 1, \"upper-teid\": 2} ~ operation-failed gtpu",
        "\"outer\": {\"destination-port\": {\"port\": 2152}}, \"gtpu\": {\"qfi\": 1} ~ ",
        "\"outer\": {\"destination-port\": {\"port\": 2153}}, \"gtpu\": {\"qfi\": 1} ~ operation-failed gtpu",
        "\"outer\": {\"destination-port\": {\"lower-port\": 2000, \"upper-port\": 2152}}, \"gtpu\": {\"qfi\": 1} ~ ",
        "\"outer\": {\"destination-port\": {\"lower-port\": 2153, \"upper-port\": 3000}}, \"gtpu\": {\"qfi\": 1} "
            + "~ operation-failed gtpu",
        "\"outer\": {\"destination-port\": {\"lower-port\": 1, \"upper-port\": 2151}}, \"gtpu\": {\"qfi\": 1} "
            + "~ operation-failed gtpu",
        "\"dscp\": 1 ~ unknown-element dscp"})
    void shouldJudgeFilters(final String fields, final String expected) {
        check(expected, PORTS
            + ", \"mec-vswitch-rules:traffic-rules\": {\"traffic-rule\": [{\"name\": \"r\", \"priority\": 1,"
            + "\"action\": \"drop\", \"traffic-filter\": [{\"name\": \"f\", " + fields + "}]}]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "1 ~ 2 ~ 3 ~ 4 ~ 10.0.0.2 ~ 1.1.1.2 ~ ",
        "1 ~ 1 ~ 3 ~ 4 ~ 10.0.0.2 ~ 1.1.1.1 ~ operation-failed bearer[name='y']",
        "1 ~ 1 ~ 3 ~ 4 ~ 10.0.0.2 ~ 1.1.1.2 ~ ",
        "1 ~ 2 ~ 3 ~ 3 ~ 10.0.0.2 ~ 1.1.1.2 ~ operation-failed bearer[name='y']",
        "1 ~ 2 ~ 3 ~ 4 ~ 10.0.0.1 ~ 1.1.1.2 ~ operation-failed bearer[name='y']",
        "1 ~ 0 ~ 3 ~ 4 ~ 10.0.0.2 ~ 1.1.1.2 ~ invalid-value teid",
        "1 ~ 2 ~ 3 ~ 4 ~ 10.0.0.2 ~ 2001:db8::1 ~ operation-failed bearer[name='y']"})
    void shouldJudgeBearers(final String up1, final String up2, final String down1, final String down2, final String ue,
        final String endpoint, final String expected) {
        check(expected, "\"mec-vswitch-bearers:bearers\": {\"bearer\": ["
            + bearer("x", "10.0.0.1", "1.1.1.1", up1, down1) + "," + bearer("y", ue, endpoint, up2, down2) + "]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"imsi\": \"001010000000009\" ~ ", "\"imsi\": \"00101\" ~ invalid-value imsi",
        "\"imsi\": \"00101x\" ~ invalid-value imsi",
        "\"qfi\": 64 ~ invalid-value qfi", "\"uplink\": {\"teid\": 1} ~ bad-element uplink"})
    void shouldJudgeSubscribers(final String leaf, final String expected) {
        check(expected, "\"mec-vswitch-bearers:bearers\": {\"bearer\": ["
            + bearer("x", "10.0.0.1", "1.1.1.1", "1", "2").replaceFirst("\\}$", ", " + leaf + "}") + "]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"handoff-size\": 64 ~ ", "\"handoff-size\": 63 ~ invalid-value handoff-size",
        "\"handoff-size\": 8192 ~ invalid-value handoff-size",
        "\"vector-size\": 3 ~ invalid-value vector-size", "\"vector-size\": 257 ~ invalid-value vector-size",
        "\"buffers\": 1023 ~ invalid-value buffers", "\"worker-cpu\": [1, 1] ~ bad-element worker-cpu[.='1']",
        "\"worker-cpu\": [1, 2] ~ ", "\"cut-after\": [\"parse\", \"steer\"] ~ ",
        "\"cut-after\": [\"transmit\"] ~ invalid-value cut-after",
        "\"run-to-completion\": [null] ~ ",
        "\"run-to-completion\": [null], \"cut-after\": [\"parse\"] ~ bad-element cut-after",
        "\"idle-strategy\": \"sleep\" ~ invalid-value idle-strategy", "\"hugepages\": false ~ "})
    void shouldJudgeTheDataplane(final String leaf, final String expected) {
        check(expected, "\"mec-vswitch-dataplane:dataplane\": {" + leaf + "}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"address\": \"1.1.1.1\" ~ ", "\"address\": \"2001:db8::1\", \"interface\": \"a0\" ~ ",
        "\"address\": \"1.1.1.1\", \"interface\": \"c0\", \"echo\": false, \"error-rate\": 0, "
            + "\"udp-port-extension\": true ~ ",
        "\"address\": \"1.1.1.1%2\" ~ invalid-value address; missing-element endpoint",
        "\"address\": \"1.1.1.1\", \"interface\": \"app0\" ~ operation-failed interface",
        "\"address\": \"1.1.1.1\", \"interface\": \"a9\" ~ operation-failed interface; data-missing interface",
        "\"address\": \"1.1.1.1\", \"error-rate\": 1000001 ~ invalid-value error-rate"})
    void shouldJudgeEndpoints(final String leafs, final String expected) {
        check(expected, PORTS + ", \"mec-vswitch-gtpu:gtpu\": {\"endpoint\": [{" + leafs + "}]}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"port\": [{\"interface\": \"a0\"}] ~ ",
        "\"port\": [{\"interface\": \"a0\", \"access-vlan\": 4094}] ~ ",
        "\"port\": [{\"interface\": \"a0\", \"access-vlan\": 4095}] ~ invalid-value access-vlan",
        "\"port\": [{\"interface\": \"a0\", \"trunk\": {}}] ~ ",
        "\"port\": [{\"interface\": \"a0\", \"trunk\": {\"allowed-vlan\": [0]}}] ~ invalid-value allowed-vlan",
        "\"port\": [{\"interface\": \"a0\", \"trunk\": {}, \"access-vlan\": 1}] ~ bad-element trunk",
        "\"port\": [{\"interface\": \"app0\"}] ~ operation-failed interface",
        "\"port\": [{\"interface\": \"a0\"}], \"ageing-time\": 0 ~ invalid-value ageing-time",
        "\"port\": [{\"interface\": \"a0\"}], \"max-stations\": 131073 ~ invalid-value max-stations",
        "\"port\": [{\"interface\": \"a0\"}], \"station\": [{\"mac-address\": \"02:00:00:00:00:01\","
            + " \"vlan-id\": 0, \"interface\": \"a0\"}] ~ ",
        "\"port\": [{\"interface\": \"a0\"}], \"station\": [{\"mac-address\": \"03:00:00:00:00:01\","
            + " \"vlan-id\": 0, \"interface\": \"a0\"}] ~ operation-failed mac-address"})
    void shouldJudgeBridgeDomains(final String leafs, final String expected) {
        check(expected, PORTS
            + ", \"mec-vswitch-bridges:bridge-domains\": {\"bridge-domain\": [{\"name\": \"b\", " + leafs + "}]}");
    }

    /** What networking-sfc answers to with 400 in a flow classifier by itself. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '~', value = {
        "\"outer\": {\"protocol\": 6, \"destination-port\": {\"port\": 80}} ~ ",
        "\"outer\": {\"protocol\": 1, \"destination-port\": {\"port\": 80}} ~ operation-failed outer",
        "\"inner\": {\"protocol\": 1, \"source-port\": {\"port\": 80}} ~ operation-failed inner",
        "\"outer\": {\"source-port\": {\"lower-port\": 9, \"upper-port\": 8}} ~ operation-failed upper-port",
        "\"outer\": {\"source-port\": {\"port\": 65536}} ~ invalid-value port",
        "\"outer\": {\"source-address\": \"10.0.0.0/8\", \"destination-address\": \"2001:db8::/32\"}"
            + " ~ operation-failed outer",
        "\"ethernet\": {\"ethertype\": 2054}, \"outer\": {\"protocol\": 6} ~ operation-failed outer",
        "\"l7-parameters\": {} ~ unknown-element l7-parameters"})
    void shouldJudgeFlowClassifiers(final String leafs, final String expected) {
        check(expected, PORTS + ", \"mec-vswitch-chains:service-function-chains\":"
            + " {\"flow-classifier\": [{\"name\": \"fc\", " + leafs + "}]}");
    }

    private static String bearer(
        final String name, final String ue, final String core, final String uplink, final String downlink) {
        return "{\"name\": \"" + name + "\", \"ue-address\": \"" + ue + "\","
            + "\"uplink\": {\"endpoint\": \"" + core + "\", \"teid\": " + uplink + "},"
            + "\"downlink\": {\"endpoint\": \"2.2.2.2\", \"teid\": " + downlink + "}}";
    }

    /** Expects problems as "error-tag last-step-of-path", or none. */
    private static void check(final String expected, final String members) {
        final List<Problem> problems = Configs.problems("{" + members + "}");
        assertEquals(expected == null ? "" : expected, problems.stream().map(problem ->
            problem.tag() + " " + problem.path().replaceFirst(".*/(?:[a-z-]+:)?", ""))
                .collect(Collectors.joining("; ")),
            problems.toString());
    }
}
