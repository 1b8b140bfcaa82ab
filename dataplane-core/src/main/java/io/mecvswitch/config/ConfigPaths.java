package io.mecvswitch.config;

/**
 * YANG instance paths of the entries that {@link Violation}s name (RFC 7950 §9.13, with the module's name as prefix).
 */
public final class ConfigPaths {
    /** Layout of the packet path. */
    public static final String DATAPLANE = "/mec-vswitch-dataplane:dataplane";
    /** All traffic rules. */
    public static final String RULES = "/mec-vswitch-rules:traffic-rules";
    /** How fragments are put together. */
    public static final String REASSEMBLY = "/mec-vswitch-gtpu:gtpu/reassembly";
    /** How bearers are learned. */
    public static final String LEARNING = "/mec-vswitch-gtpu:gtpu/learning";
    /** How answers wait for learned bearers. */
    public static final String HOLD = LEARNING + "/hold";
    /** All RAN slices. */
    public static final String SLICES = "/mec-vswitch-slices:slices";

    /** All service function chains, and what they are made of. */
    public static final String CHAINS = "/mec-vswitch-chains:service-function-chains";

    /** Limiters and shapers. */
    public static final String QOS = "/mec-vswitch-qos:qos";

    /** All radios. */
    public static final String RADIOS = "/mec-vswitch-airtime:airtime";

    private ConfigPaths() {
    }

    /** The switch's part of an interface; the leaves {@code device}, {@code mtu} and so on stand in it. */
    public static String port(final String name) {
        return entry("/ietf-interfaces:interfaces/interface", name) + "/mec-vswitch-ports:port";
    }

    /** A slice. */
    public static String slice(final String plmn) {
        return SLICES + "/slice[plmn-id='" + plmn + "']";
    }

    /** A wire. */
    public static String wire(final String name) {
        return entry("/mec-vswitch-ports:wires/wire", name);
    }

    /** A bridge domain. */
    public static String bridge(final String name) {
        return entry("/mec-vswitch-bridges:bridge-domains/bridge-domain", name);
    }

    /** A port of a bridge domain. */
    public static String bridgePort(final String bridge, final String port) {
        return bridge(bridge) + "/port[interface='" + port + "']";
    }

    /** A static entry of a bridge domain. */
    public static String station(final String bridge, final BridgeConfig.Station station) {
        return bridge(bridge) + "/station[mac-address='" + station.mac() + "'][vlan-id='" + station.vlan() + "']";
    }

    /** A traffic rule. */
    public static String rule(final String name) {
        return entry(RULES + "/traffic-rule", name);
    }

    /** A bearer. */
    public static String bearer(final String name) {
        return entry("/mec-vswitch-bearers:bearers/bearer", name);
    }

    /** An address of the switch's own. */
    public static String endpoint(final IpAddress address) {
        return "/mec-vswitch-gtpu:gtpu/endpoint[address='" + address + "']";
    }

    /** A port's radio. */
    public static String radio(final String port) {
        return RADIOS + "/radio[interface='" + port + "']";
    }

    /** A virtual interface of a radio. */
    public static String vif(final String port, final String name) {
        return entry(radio(port) + "/vif", name);
    }

    /** A port pair. */
    public static String portPair(final String name) {
        return entry(CHAINS + "/port-pair", name);
    }

    /** A port pair group. */
    public static String portPairGroup(final String name) {
        return entry(CHAINS + "/port-pair-group", name);
    }

    /** A flow classifier. */
    public static String flowClassifier(final String name) {
        return entry(CHAINS + "/flow-classifier", name);
    }

    /** A port chain. */
    public static String portChain(final String name) {
        return entry(CHAINS + "/port-chain", name);
    }

    /** A service graph. */
    public static String serviceGraph(final String name) {
        return entry(CHAINS + "/service-graph", name);
    }

    /** When packets leave by a port. */
    public static String shaper(final String port) {
        return port(port) + "/mec-vswitch-qos:shaper";
    }

    /** A class of a shaper. */
    public static String shapedClass(final String port, final String name) {
        return entry(shaper(port) + "/class", name);
    }

    /** A limiter. */
    public static String limiter(final String name) {
        return entry(QOS + "/limiter", name);
    }

    private static String entry(final String list, final String name) {
        final String quote = name.contains("'") ? "\"" : "'";
        return list + "[name=" + quote + name + quote + "]";
    }
}
