package io.mecvswitch.vswitch;

import io.mecvswitch.classifier.Reassemble;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.HoldConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.gtpu.Origin;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.header.Ethernet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds everything in a configuration that the dataplane can't honour; a pure function.
 *
 * <p>The management's model has refused most of it before. It is said again here, because this side of the seam relies
 * on it, whoever made the configuration.
 */
public final class ConfigCheck {
    /** The JVM counts those it may run on; processors set aside for workers are not among them. */
    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");
    private static final String DESTINATION = "/destination-interface";

    private static final String NOBODY = "";

    /** Every node takes IPv4 packets of so many octets (RFC 791 §3.1), so that no link has a reason to carry less. */
    private static final int SHORTEST_CUT = 576;

    private final SwitchConfig config;
    private final Map<String, PortConfig> ports;
    private final List<Violation> violations = new ArrayList<>();
    /** Both are made when somebody asks: one more rule is no reason to index all ports and chains. */
    private FlowRules flows;
    private ChainCheck chains;

    private ConfigCheck(final SwitchConfig config) {
        this.config = config;
        this.ports = config.ports().stream().collect(Collectors.toMap(PortConfig::name, port -> port, (a, b) -> a));
    }

    private FlowRules flows() {
        if (flows == null) {
            flows = new FlowRules(config);
        }
        return flows;
    }

    private ChainCheck chains() {
        if (chains == null) {
            chains = new ChainCheck(config, this);
        }
        return chains;
    }

    /** Every reason why a configuration can't be run; empty if it can. */
    public static List<Violation> violations(final SwitchConfig config) {
        return violations(SwitchConfig.EMPTY, config);
    }

    /**
     * The same where another configuration runs, and so has been checked.
     */
    static List<Violation> violations(final SwitchConfig running, final SwitchConfig config) {
        final ConfigCheck check = new ConfigCheck(config);
        check.names();
        check.wires();
        check.bridges();
        check.unique(config.rules(), RuleConfig::name, ConfigPaths::rule);
        config.rules().forEach(check::rule);
        check.bearers(config.bearers(), config.bearers());
        check.memberships(config.bearers());
        check.endpoints();
        config.ports().forEach(check::gateways);
        config.ports().forEach(check::fit);
        config.ports().forEach(check::sources);
        config.gtpu().reassembly().ifPresent(check::reassembly);
        config.gtpu().learning().map(LearningConfig::hold).ifPresent(check::hold);
        check.slices();
        check.violations.addAll(RadioCheck.violations(config));
        check.chains().check(running);
        check.dataplane();
        check.violations.addAll(QosCheck.violations(config, config.bearers()));
        check.violations.addAll(LinesCheck.violations(config, config.rules()));
        return check.violations;
    }

    /**
     * The same of a configuration that differs from the running one in rules, bearers and slices only. Those that both
     * have cost next to nothing.
     *
     * @param tunnels what is running
     * @param names   of the rules that are running
     */
    static List<Violation> violations(
        final ConfigChange change, final TunnelTable tunnels, final Set<String> names) {
        final SwitchConfig next = change.next();
        final List<BearerConfig> bearers = change.bearers().added();
        final ConfigCheck check = new ConfigCheck(next);
        check.slices();
        check.names(change.rules(), names);
        change.rules().added().forEach(check::rule);
        check.bearers(bearers, meetsNobody(change, tunnels) ? bearers : next.bearers());
        check.memberships(change.running().slices().equals(next.slices()) ? bearers : next.bearers());
        check.violations.addAll(QosCheck.violations(next, keepsLimiters(change) ? bearers : next.bearers()));
        check.violations.addAll(RadioCheck.violations(next));
        check.violations.addAll(LinesCheck.violations(next, change.rules().added()));
        return check.violations;
    }

    /** Whether bearers that both have are limited as before. */
    private static boolean keepsLimiters(final ConfigChange change) {
        return change.running().qos().equals(change.next().qos())
            && change.running().slices().equals(change.next().slices());
    }

    /**
     * Every reason why one configuration can't follow another in a running switch.
     */
    static List<Violation> transition(final SwitchConfig running, final SwitchConfig next) {
        final ConfigCheck check = new ConfigCheck(running);
        if (!running.dataplane().equals(next.dataplane())) {
            check.say(ConfigPaths.DATAPLANE, "The layout of the packet path is applied when the switch starts. Keep it"
                + " as it is, or restart the switch with this configuration.");
        }
        next.ports().forEach(check::reopening);
        return check.violations;
    }

    private void reopening(final PortConfig next) {
        final PortConfig running = ports.get(next.name());
        if (running != null && PortSet.reopens(running, next)) {
            say(ConfigPaths.port(next.name()), "The settings of a device can't be changed while it is open. Remove the"
                + " interface in one change and add it in the next.");
        }
    }

    void say(final String path, final String message) {
        violations.add(new Violation(path, message));
    }

    private void names() {
        unique(config.ports(), PortConfig::name, ConfigPaths::port);
        unique(config.wires(), WireConfig::name, ConfigPaths::wire);
        unique(config.bridges(), BridgeConfig::name, ConfigPaths::bridge);
    }

    private <T> void unique(
        final List<T> entries, final Function<T, String> name, final Function<String, String> path) {
        unique(entries, entries, name, path);
    }

    /** Whether the names of some entries stand once among all. */
    private <T> void unique(final List<T> some, final List<T> all, final Function<T, String> name,
        final Function<String, String> path) {
        if (some == all && all.stream().map(name).distinct().count() == all.size()) {
            return;
        }
        final Map<String, Integer> counts = HashMap.newHashMap(some.size());
        some.forEach(entry -> counts.put(name.apply(entry), 0));
        all.forEach(entry -> counts.computeIfPresent(name.apply(entry), (_, count) -> count + 1));
        counts.forEach((key, count) -> {
            if (count > 1) {
                notUnique(path.apply(key), count);
            }
        });
    }

    /** Whether the names of rules that come stand once among themselves and those that stay. */
    private void names(final ListChange<RuleConfig> rules, final Set<String> running) {
        unique(rules.added(), RuleConfig::name, ConfigPaths::rule);
        final Set<String> removed = rules.removed().stream().map(RuleConfig::name).collect(Collectors.toSet());
        rules.added().stream().map(RuleConfig::name).filter(name -> running.contains(name) && !removed.contains(name))
            .distinct().forEach(name -> notUnique(ConfigPaths.rule(name), 2));
    }

    private void notUnique(final String path, final int times) {
        say(path, "The name stands " + times + " times. Give each entry a name of its own.");
    }

    private void wires() {
        final Map<String, String> taken = new HashMap<>();
        for (final WireConfig wire : config.wires()) {
            wireEnd(wire, "access", wire.access(), Role.ACCESS, taken);
            wireEnd(wire, "core", wire.core(), Role.CORE, taken);
            if (wire.ues().stream().anyMatch(prefix -> prefix.length() == 0)) {
                say(ConfigPaths.wire(wire.name()) + "/sgi/ue-prefix", "Not every address can be a UE's: nothing would"
                    + " be left for the world. Give the prefixes that UEs have.");
            }
        }
    }

    /** Whether UEs' packets are at a port without tunnels. */
    private boolean isPlain(final String port) {
        return config.wires().stream().filter(WireConfig::isPlain)
            .anyMatch(wire -> wire.access().equals(port) || wire.core().equals(port));
    }

    private void wireEnd(final WireConfig wire, final String leaf, final String name, final Role role,
        final Map<String, String> taken) {
        final String path = ConfigPaths.wire(wire.name()) + "/" + leaf;
        known(path, name).filter(port -> port.role() != role).ifPresent(_ ->
            say(path, "The interface '" + name + "' has not the role " + leaf + ". Give it that role, or name"
                + " another."));
        final String other = taken.putIfAbsent(name, wire.name());
        if (other != null) {
            say(path, "The interface '" + name + "' is an end of the wire '" + other
                + "' too. An interface can be in one wire only.");
        }
    }

    private void bridges() {
        final BridgeCheck check = new BridgeCheck(config.wires(), this);
        config.bridges().forEach(check::check);
    }

    private void rule(final RuleConfig rule) {
        final String path = ConfigPaths.rule(rule.name());
        if (rule.matches().isEmpty()) {
            say(path, "The rule has no traffic filter and would never match. Give it one; an empty filter matches"
                + " all.");
        }
        for (final FlowMatch match : rule.matches()) {
            match.ingressPort().filter(name -> !ports.containsKey(name)).ifPresent(name ->
                say(path, "There is no interface '" + name + "' to match on. Configure it, or name another one."));
            match.ingressPort().filter(_ -> !match.tunnel().equals(TunnelMatch.ANY)).filter(this::isPlain)
                .ifPresent(name -> say(path, "There are no tunnels at '" + name + "', which is an end of a wire with"
                    + " sgi, so a filter that asks for GTP-U there never matches. Ask by 'inner' alone."));
        }
        switch (rule.action()) {
            case RuleAction.Forward(String port) -> known(path + DESTINATION, port);
            case RuleAction.ForwardDecapsulated(String port) -> decapsulation(path, port);
            case RuleAction.Duplicate(String port, var _) -> known(path + DESTINATION, port);
            case RuleAction.DuplicateDecapsulated(String port, var _) -> decapsulation(path, port);
            case RuleAction.ForwardEncapsulated _ -> tunnelled(path, rule);
            case RuleAction.ForwardChain _ -> chains().rule(rule, path);
            case RuleAction.DuplicateEncapsulated _ -> tunnelled(path, rule);
            case RuleAction.Pass() -> { }
            case RuleAction.Drop() -> { }
        }
        if (rule.action() instanceof RuleAction.Copying copying) {
            copying.original().ifPresent(name -> known(path + "/original-interface", name));
        }
        rewrite(path + "/rewrite", rule);
        if (rule.filterType() == RuleConfig.FilterType.FLOW) {
            flows().check(rule, path, this::say);
        }
    }

    private void tunnelled(final String path, final RuleConfig rule) {
        if (!rule.rewrite().equals(HeaderRewrite.NONE)) {
            say(path + "/rewrite", "What goes into a tunnel looks as that tunnel's packets do. Remove it; the bearer"
                + " says with which DSCP and TTL packets go.");
        }
    }

    private void rewrite(final String path, final RuleConfig rule) {
        final HeaderRewrite rewrite = rule.rewrite();
        if (rule.action() instanceof RuleAction.Drop && !rewrite.equals(HeaderRewrite.NONE)) {
            say(path, "The rule drops its packets, so there is nothing to change in them. Remove it.");
        }
        rewrite.source().filter(mac -> Ethernet.isGroup(mac.bits())).ifPresent(mac ->
            say(path + "/source-mac-address", mac + " is a group address, and no frame comes from a group. Give the"
                + " address of one station."));
        if (rewrite.dscp().isPresent() && rule.matches().stream().allMatch(ConfigCheck::isNoIp)) {
            say(path + "/dscp", "The rule's filters ask for an ethertype without DSCP. Remove it, or ask for IPv4"
                + " (2048) or IPv6 (34525).");
        }
        switch (rewrite.tags()) {
            case TagRewrite.Keep() -> { }
            case TagRewrite.Push push -> push(path + "/push-vlan", rule);
            case TagRewrite.Pop() -> tagged(path + "/pop-vlan", rule);
            case TagRewrite.Change change -> tagged(path + "/change-vlan", rule);
        }
        if (rule.action() instanceof RuleAction.Pass && !(rewrite.tags() instanceof TagRewrite.Keep)
            && rule.matches().stream().anyMatch(this::mayGetTagsOfABridge)) {
            say(path, "What passes on from an interface of a bridge domain with VLAN modes gets the tags of its VLAN."
                + " Ask for another ingress-interface, or forward to an interface.");
        }
    }

    private boolean mayGetTagsOfABridge(final FlowMatch match) {
        return config.bridges().stream().flatMap(bridge -> bridge.ports().stream())
            .filter(port -> !(port.vlans() instanceof VlanMode.Transparent))
            .anyMatch(port -> match.ingressPort().map(port.port()::equals).orElse(true));
    }

    private static boolean isNoIp(final FlowMatch match) {
        return match.ethernet().etherType().filter(type -> type != Ethernet.TYPE_IPV4 && type != Ethernet.TYPE_IPV6)
            .isPresent();
    }

    private void push(final String path, final RuleConfig rule) {
        if (!rule.action().decapsulates() && rule.matches().stream().anyMatch(ConfigCheck::asksForTwoTags)) {
            say(path, "A filter of the rule asks for frames with two tags, and no frame can leave with three. Remove"
                + " that filter, or change the tag instead.");
        }
    }

    private static boolean asksForTwoTags(final FlowMatch match) {
        return !match.ethernet().innerVlan().equals(VlanMatch.ANY);
    }

    private void tagged(final String path, final RuleConfig rule) {
        if (rule.action().decapsulates()) {
            say(path, "A decapsulated packet has no tag: those of its tunnel go with the tunnel. Remove it, or push a"
                + " tag.");
        } else if (rule.matches().stream().allMatch(match -> match.ethernet().vlan().id().equals(Optional.of(0)))) {
            say(path, "Every filter of the rule asks for untagged frames, so there is no tag. Remove it, or push a"
                + " tag.");
        }
    }

    /** A port by its name, which stands at a path. */
    private Optional<PortConfig> known(final String path, final String name) {
        final Optional<PortConfig> port = Optional.ofNullable(ports.get(name));
        if (port.isEmpty()) {
            say(path, "There is no interface '" + name + "'. Configure it, or name another one.");
        }
        return port;
    }

    /** A port that may not be an application's. */
    void outside(final String path, final String name, final String why) {
        known(path, name).filter(port -> port.role() == Role.APPLICATION).ifPresent(_ ->
            say(path, "The interface '" + name + "' has the role application, " + why + ". Name one with the role"
                + " access or core."));
    }

    private void decapsulation(final String path, final String name) {
        known(path + DESTINATION, name).ifPresent(port -> {
            if (port.role() != Role.APPLICATION) {
                say(path + DESTINATION, "Decapsulated packets can only go to an interface with the role"
                    + " application; '" + name + "' is none.");
            } else if (port.peerMac().isEmpty()) {
                say(ConfigPaths.port(name) + "/peer-mac-address", "Decapsulated packets need a destination address."
                    + " Give the Ethernet address of the application behind '" + name + "'.");
            }
        });
    }

    /** Whether some bearers can be among others, which they are of. */
    private void bearers(final List<BearerConfig> some, final List<BearerConfig> all) {
        if (!some.isEmpty()) {
            unique(some, all, BearerConfig::name, ConfigPaths::bearer);
            some.forEach(bearer -> BearerCheck.checkEnds(bearer, violations));
            some.stream().map(QosCheck::violations).forEach(violations::addAll);
            bearersAlone(some, all);
            config.ports().stream().filter(port -> !port.gateways().isEmpty())
                .forEach(port -> some.forEach(bearer -> apart(bearer, port)));
        }
    }

    /**
     * Whether no bearer that is new has a name, tunnel or UE address of one that stays. The table tells that of each in
     * no time; but of slices it has only the bearers that are admitted.
     */
    private static boolean meetsNobody(final ConfigChange change, final TunnelTable tunnels) {
        if (!change.running().slices().slices().isEmpty()) {
            return false;
        }
        final Set<String> leaving =
            change.bearers().removed().stream().map(BearerConfig::name).collect(Collectors.toSet());
        return change.bearers().added().stream().flatMap(bearer -> holders(bearer, tunnels))
            .allMatch(holder -> leaving.contains(holder) || !isConfigured(holder, tunnels));
    }

    /** Names of bearers that have something of a bearer, or its name. */
    private static Stream<String> holders(final BearerConfig bearer, final TunnelTable tunnels) {
        return Stream.of(Optional.of(bearer.name()), tunnels.holder(bearer.coreEndpoint(), bearer.uplinkTeid()),
            tunnels.holder(bearer.accessEndpoint(), bearer.downlinkTeid()), tunnels.holder(bearer.ueAddress()))
            .flatMap(Optional::stream);
    }

    private static boolean isConfigured(final String name, final TunnelTable tunnels) {
        return tunnels.origin(name).equals(Optional.of(Origin.CONFIGURED));
    }

    private void apart(final BearerConfig bearer, final PortConfig port) {
        if (port.gateways().contains(bearer.ueAddress())) {
            violations.add(gatewayOf(port.name(), bearer));
        }
    }

    /** Why a bearer can't have a UE address that is a gateway address of a port. */
    static Violation gatewayOf(final String port, final BearerConfig bearer) {
        return new Violation(ConfigPaths.bearer(bearer.name()) + "/ue-address", bearer.ueAddress() + " is a gateway"
            + " address of the interface '" + port + "'. Give the bearer another, or the interface.");
    }

    /** Whether bearers and the gateways they end at are of the same slices. */
    private void memberships(final List<BearerConfig> some) {
        final Map<IpAddress, String> owners = new HashMap<>();
        config.slices().slices().forEach(slice ->
            slice.gateways().forEach(gateway -> owners.put(gateway, slice.plmn())));
        for (final BearerConfig bearer : some) {
            final Optional<String> owner = Optional.ofNullable(owners.get(bearer.coreEndpoint()));
            if (!owner.equals(bearer.slice())) {
                say(ConfigPaths.bearer(bearer.name()) + "/slice", "The bearer's uplink ends at " + bearer.coreEndpoint()
                    + ", which is a gateway of " + owner.map(plmn -> "the slice " + plmn).orElse("no slice")
                    + "; say the same here.");
            }
            if (owners.containsKey(bearer.accessEndpoint())) {
                say(ConfigPaths.bearer(bearer.name()) + "/downlink/endpoint", bearer.accessEndpoint() + " is a gateway"
                    + " of the slice " + owners.get(bearer.accessEndpoint()) + ". A downlink tunnel ends at an access"
                    + " node; give its address.");
            }
        }
    }

    private void slices() {
        final List<SliceConfig> slices = config.slices().slices();
        unique(slices, SliceConfig::plmn, ConfigPaths::slice);
        if (!slices.isEmpty() && config.gtpu().learning().isPresent()) {
            say(ConfigPaths.LEARNING, "A learned bearer has no IMSI that a slice's access list could admit. Do without"
                + " learning, or without slices.");
        }
        if (slices.size() > config.slices().limit()) {
            say(ConfigPaths.SLICES + "/slice", "There are " + slices.size() + " slices, and the limit is "
                + config.slices().limit() + ". Remove some, or raise 'limit'.");
        }
        final Map<IpAddress, String> owners = new HashMap<>();
        for (final SliceConfig slice : slices) {
            final String path = ConfigPaths.slice(slice.plmn()) + "/gateway";
            for (final IpAddress gateway : slice.gateways()) {
                ofOneNode(gateway, path);
                final String other = owners.put(gateway, slice.plmn());
                if (other != null) {
                    say(path, "The slice " + other + " has the gateway " + gateway + " too. A gateway tells which"
                        + " slice a packet belongs to, so it can be in one only.");
                }
            }
        }
    }

    /** Whether the tunnels and UE addresses of some bearers belong to no other. */
    private void bearersAlone(final List<BearerConfig> some, final List<BearerConfig> all) {
        final Map<Tunnel, String> tunnels = HashMap.newHashMap(some.size() * 2);
        final Map<IpAddress, String> ues = HashMap.newHashMap(some.size());
        for (final BearerConfig bearer : some) {
            tunnels.put(uplink(bearer), NOBODY);
            tunnels.put(downlink(bearer), NOBODY);
            ues.put(bearer.ueAddress(), NOBODY);
        }
        for (final BearerConfig bearer : all) {
            alone(ues, bearer.ueAddress(), bearer, "ue-address", "UE address");
            alone(tunnels, uplink(bearer), bearer, "uplink", "tunnel");
            alone(tunnels, downlink(bearer), bearer, "downlink", "tunnel");
        }
    }

    private record Tunnel(IpAddress endpoint, long teid) {
        @Override
        public String toString() {
            return endpoint + " TEID " + teid;
        }
    }

    private static Tunnel uplink(final BearerConfig bearer) {
        return new Tunnel(bearer.coreEndpoint(), bearer.uplinkTeid());
    }

    private static Tunnel downlink(final BearerConfig bearer) {
        return new Tunnel(bearer.accessEndpoint(), bearer.downlinkTeid());
    }

    private void ofOneNode(final IpAddress address, final String path) {
        if (!address.isUnicast()) {
            say(path, address + " is no address of a single node. Give a unicast address.");
        }
    }

    /** Only keys that are in the map are of interest. */
    private <T> void alone(final Map<T, String> holders, final T key, final BearerConfig bearer, final String leaf,
        final String what) {
        final String other = holders.replace(key, bearer.name());
        if (other != null && !other.equals(NOBODY)) {
            say(ConfigPaths.bearer(bearer.name()) + "/" + leaf,
                "The bearer '" + other + "' has the " + what + " " + key + " too. Each belongs to one bearer.");
        }
    }

    private void peer(final EndpointConfig endpoint, final PeerConfig peer) {
        final String path = ConfigPaths.endpoint(endpoint.address()) + "/peer[address='" + peer.address() + "']";
        ofOneNode(peer.address(), path);
        listening(path + "/interface", peer.port());
        if (peer.address().version() != endpoint.address().version()) {
            say(path, "The peer " + peer.address() + " and the endpoint " + endpoint.address()
                + " are of different IP versions. Give addresses of one.");
        }
        if (config.gtpu().endpoints().stream().anyMatch(other -> other.address().equals(peer.address()))) {
            say(path, "The address " + peer.address() + " is the switch's own. Watch the paths to other nodes.");
        }
        if (endpoint.port().filter(name -> !name.equals(peer.port())).isPresent()) {
            say(path + "/interface", "The endpoint is reached by '" + endpoint.port().orElseThrow()
                + "' only, so no response would be heard. Name that interface, or none for the endpoint.");
        }
        if (peer.intervalS() < 60 || peer.responseS() * peer.requests() > peer.intervalS()) {
            say(path, "An Echo Request may go out every 60 s at most (TS 29.281 §7.2.1), and is given up before the"
                + " next. Make echo-interval longer.");
        }
    }

    private void gateways(final PortConfig port) {
        if (port.gateways().isEmpty() && !port.proxy()) {
            return;
        }
        final String path = ConfigPaths.port(port.name());
        if (port.role() != Role.APPLICATION && (port.proxy() || !port.gateways().isEmpty())) {
            say(path, "Gateway addresses and proxy neighbour discovery are for applications. Give the interface the"
                + " role application, or remove both.");
        }
        for (final IpAddress address : port.gateways()) {
            ofOneNode(address, path + "/gateway-address");
        }
    }

    private void endpoints() {
        final Set<IpAddress> addresses = new HashSet<>();
        for (final EndpointConfig endpoint : config.gtpu().endpoints()) {
            final String path = ConfigPaths.endpoint(endpoint.address());
            if (!addresses.add(endpoint.address())) {
                say(path, "The address " + endpoint.address() + " stands twice. Give each endpoint one of its own.");
            }
            ofOneNode(endpoint.address(), path);
            endpoint.port().ifPresent(name -> listening(path + "/interface", name));
            endpoint.peers().forEach(peer -> peer(endpoint, peer));
        }
    }

    private void listening(final String path, final String name) {
        outside(path, name, "where there is no GTP-U");
        if (isPlain(name)) {
            say(path, "The interface '" + name + "' is an end of a wire with sgi, where there is no GTP-U. Name"
                + " another one.");
        }
    }

    private void fit(final PortConfig port) {
        if (port.fit().equals(FitConfig.NONE)) {
            return;
        }
        final String path = ConfigPaths.port(port.name());
        if (port.fit().tooBig() != FitConfig.TooBig.DROP && port.role() == Role.APPLICATION) {
            say(path + "/too-big", "Nothing is put into a tunnel towards an application. Say it of the ports that have"
                + " the role access or core.");
        } else if (port.fit().tooBig() != FitConfig.TooBig.DROP && isPlain(port.name())) {
            say(path + "/too-big", "The interface is an end of a wire with sgi: nothing is put into a tunnel towards"
                + " it. Remove it.");
        } else if (port.fit().tooBig() != FitConfig.TooBig.DROP && port.mtu() < SHORTEST_CUT) {
            say(path + "/mtu", "Packets of tunnels are not cut to less than " + SHORTEST_CUT + " octets. Give a larger"
                + " MTU, or let what is too big be dropped.");
        }
        port.fit().maxMss().stream().filter(mss -> mss < 64 || mss > 9_176).forEach(mss ->
            say(path + "/max-mss", "No segment size of " + mss + " octets can be asked for. Give 64 to 9176."));
    }

    private void sources(final PortConfig port) {
        if (port.sources().isAny()) {
            return;
        }
        final String path = ConfigPaths.port(port.name()) + "/allowed-sources";
        Stream.concat(port.sources().macs().stream(), port.sources().pairs().stream().map(SourcesConfig.Pair::mac))
            .filter(mac -> Ethernet.isGroup(mac.bits())).distinct().forEach(mac ->
                say(path, mac + " is a group address, and no frame comes from a group. Give the address of one"
                    + " station."));
    }

    /** Half of all buffers may rest here: devices need the others. */
    private void reassembly(final ReassemblyConfig reassembly) {
        final int most = config.dataplane().buffers() / 2 / Reassemble.FRAGMENTS_PER_DATAGRAM;
        if (reassembly.datagrams() < 1 || reassembly.datagrams() > most) {
            say(ConfigPaths.REASSEMBLY + "/max-datagrams", "The fragments of " + reassembly.datagrams() + " datagrams"
                + " may not rest in half of all packet buffers. Give a number from 1 to " + most + ", or more"
                + " buffers.");
        }
        if (reassembly.timeoutMs() < 1 || reassembly.timeoutMs() > 60_000) {
            say(ConfigPaths.REASSEMBLY + "/timeout", "Fragments can't be waited for for " + reassembly.timeoutMs()
                + " ms. Give 1 to 60000.");
        }
    }

    /** A quarter of all buffers may rest here, beside half of them in reassembly: devices need the others. */
    private void hold(final HoldConfig hold) {
        final int most = config.dataplane().buffers() / 4;
        if (hold.packets() > most) {
            say(ConfigPaths.HOLD + "/max-packets", hold.packets() + " answers may not wait in a quarter of all packet"
                + " buffers. Give " + most + " at most, or more buffers.");
        }
        if (hold.packets() < 0 || hold.packets() > 0 && (hold.perBearer() < 1 || hold.timeMs() < 1)) {
            say(ConfigPaths.HOLD, "Answers can't wait so few or so short. Give at least 1 packet for a bearer and 1"
                + " ms, or let none wait by max-packets 0.");
        }
    }

    private void dataplane() {
        final int size = config.dataplane().handoffSize();
        if (Integer.bitCount(size) != 1 || size < 2) {
            say(ConfigPaths.DATAPLANE + "/handoff-size",
                "A handoff holds a power of two of vectors, not " + size + ".");
        }
        config.dataplane().workerCpus().stream().filter(cpu -> Files.notExists(PROCESSORS.resolve("cpu" + cpu)))
            .forEach(cpu -> say(ConfigPaths.DATAPLANE + "/worker-cpu",
                "There is no processor " + cpu + " on this machine. Name one that 'lscpu' lists."));
    }
}
