package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerState;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.operation.SwitchCommands.Counted;
import io.mecvswitch.control.netconf.operation.SwitchCommands.Counted.Kind;
import io.mecvswitch.control.netconf.tree.Trail;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The operations of module mec-vswitch-operations: what is done with a switch that runs. They go to the switch and into
 * no datastore; who asks needs the right to update what is concerned.
 *
 * @param schema   the model
 * @param commands the switch
 */
record RunningSwitch(Schema schema, SwitchCommands commands) {
    private static final String MODULE = "mec-vswitch-operations";
    private static final String NAMESPACE = "urn:mec-vswitch:operations";
    private static final String OK = "<ok xmlns=\"" + Element.NETCONF + "\"/>";
    private static final String INTERFACE = "interface";
    private static final String PORT_PAIR = "port-pair";
    private static final String END = "end";
    private static final String FRAME = "frame";
    private static final String COUNT = "count";
    private static final String DROPS = "drops";
    private static final int SHORTEST_FRAME = 14;
    private static final int LONGEST_FRAME = 9018;
    private static final int MOST_COPIES = 1000;
    private static final Map<String, Kind> COUNTED = Map.of(INTERFACE, Kind.INTERFACE,
        "traffic-rule", Kind.TRAFFIC_RULE, "flow-classifier", Kind.FLOW_CLASSIFIER,
        "port-chain", Kind.PORT_CHAIN, "limiter", Kind.LIMITER,
        "bridge-domain", Kind.BRIDGE_DOMAIN, "slice", Kind.SLICE);
    private static final Map<Kind, String> PLACES = Map.of(Kind.INTERFACE, "/ietf-interfaces:interfaces/interface",
        Kind.TRAFFIC_RULE, "/mec-vswitch-rules:traffic-rules/traffic-rule",
        Kind.FLOW_CLASSIFIER, "/mec-vswitch-chains:service-function-chains/flow-classifier",
        Kind.PORT_CHAIN, "/mec-vswitch-chains:service-function-chains/port-chain",
        Kind.LIMITER, "/mec-vswitch-qos:qos/limiter",
        Kind.BRIDGE_DOMAIN, "/mec-vswitch-bridges:bridge-domains/bridge-domain",
        Kind.SLICE, "/mec-vswitch-slices:slices/slice", Kind.DROPS, "/mec-vswitch-dataplane:dataplane");
    /** No name, and so that of no bearer that a rule of access control could name. */
    private static final String NAMELESS = "-";
    private static final String MEMBERS = "/mec-vswitch-chains:service-function-chains/port-pair";

    /** All of them. */
    List<SwitchOperation> operations() {
        return List.of(operation("clear-counters", this::clear), operation("drain", this::drain),
            operation("inject-packet", this::inject), operation("get-bearers", this::bearers));
    }

    private static SwitchOperation operation(final String name, final SwitchOperation.Way way) {
        return new SwitchOperation(MODULE, NAMESPACE, name, way);
    }

    // Counters.

    private String clear(final Element operation, final Caller caller, final Access access) throws RpcException {
        final List<String> many = COUNTED.keySet().stream().toList();
        final Parameters parameters = new Parameters(operation);
        final List<String> known = new ArrayList<>(many);
        known.add(DROPS);
        parameters.onlyAndMany(many, known.toArray(String[]::new));
        final List<Counted> subjects = subjects(operation);
        access.requireUpdate(subjects.isEmpty() ? List.of(Trail.ROOT)
            : subjects.stream().map(RunningSwitch::place).toList());
        commands.clear(subjects.isEmpty() ? Arrays.stream(Kind.values()).map(Counted::all).toList() : subjects);
        return OK;
    }

    private static List<Counted> subjects(final Element operation) throws RpcException {
        final List<Counted> subjects = new ArrayList<>();
        for (final Element child : operation.children()) {
            subjects.add(child.local().equals(DROPS) ? Counted.all(Kind.DROPS)
                : new Counted(COUNTED.get(child.local()), name(child)));
        }
        return subjects;
    }

    private static Trail place(final Counted subject) {
        return subject.name().isEmpty() ? new Trail(Trail.ROOT, PLACES.get(subject.kind()).substring(1))
            : place(PLACES.get(subject.kind()), subject.kind() == Kind.SLICE ? "plmn-id" : "name", subject.name());
    }

    /** A name has no quotes. */
    private static Trail place(final String list, final String key, final String name) {
        return new Trail(Trail.ROOT, list.substring(1) + '[' + key + "='" + name + "']");
    }

    private static String name(final Element element) throws RpcException {
        final String name = element.text().strip();
        if (name.isEmpty() || name.matches(".*['\"\\s].*")) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, element.local(), "'" + name + "' is no name");
        }
        return name;
    }

    // Drains.

    private String drain(final Element operation, final Caller caller, final Access access) throws RpcException {
        final Parameters parameters = new Parameters(operation).only(INTERFACE, PORT_PAIR, END);
        final Optional<Element> port = parameters.find(INTERFACE);
        if (port.isPresent() == parameters.find(PORT_PAIR).isPresent()) {
            throw Parameters.bad(port.isPresent() ? ErrorTag.BAD_ELEMENT : ErrorTag.MISSING_ELEMENT, PORT_PAIR,
                "drain needs one of " + INTERFACE + " and " + PORT_PAIR);
        }
        final String name = name(port.isPresent() ? port.get() : parameters.get(PORT_PAIR));
        access.requireUpdate(List.of(place(port.isPresent() ? PLACES.get(Kind.INTERFACE) : MEMBERS, "name", name)));
        refuse(commands.drain(new DrainOrder(port.isPresent() ? DrainOrder.Kind.PORT : DrainOrder.Kind.MEMBER, name,
            parameters.find(END).isPresent())));
        final StringBuilder out = new StringBuilder("<resting");
        XmlText.attribute(out, "xmlns", NAMESPACE).append('>').append(Math.max(0, commands.resting()));
        return out.append("</resting>").toString();
    }

    private static void refuse(final List<Violation> refused) throws RpcException {
        if (!refused.isEmpty()) {
            throw new RpcException(refused.stream().map(one ->
                RpcError.at(one.path(), ErrorTag.OPERATION_FAILED, one.message())).toList());
        }
    }

    // Injections.

    private String inject(final Element operation, final Caller caller, final Access access) throws RpcException {
        final Parameters parameters = new Parameters(operation).only(INTERFACE, FRAME, COUNT);
        final String port = name(parameters.get(INTERFACE));
        final long count = parameters.number(COUNT, 1);
        if (count > MOST_COPIES) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, COUNT, COUNT + " is a number from 1 to " + MOST_COPIES);
        }
        final byte[] frame = frame(parameters.get(FRAME).text());
        access.requireUpdate(List.of(place(PLACES.get(Kind.INTERFACE), "name", port)));
        refuse(commands.inject(new InjectedFrame(port, frame, (int) count)));
        return OK;
    }

    private static byte[] frame(final String text) throws RpcException {
        try {
            final byte[] frame = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            if (frame.length >= SHORTEST_FRAME && frame.length <= LONGEST_FRAME) {
                return frame;
            }
        } catch (final IllegalArgumentException e) {
            // Told below, as what is too short or too long.
        }
        throw Parameters.bad(ErrorTag.INVALID_VALUE, FRAME,
            FRAME + " is " + SHORTEST_FRAME + " to " + LONGEST_FRAME + " octets in base 64");
    }

    // Bearers.

    private String bearers(final Element operation, final Caller caller, final Access access) throws RpcException {
        final BearerPage.Query query = BearerQuery.of(new Parameters(operation), schema);
        final BearerAccess places = BearerAccess.of(schema);
        final BearerPage page = access.mayRead(places.place(NAMELESS)) ? commands.bearers(query)
            : known(query, bearer -> access.mayRead(places.place(bearer.name().orElse(NAMELESS))));
        final StringBuilder out = new StringBuilder();
        page.bearers().forEach(bearer -> append(out, bearer));
        page.next().ifPresent(next -> element(out, "next", Integer.toString(next)));
        return out.isEmpty() ? OK : out.toString();
    }

    /** A page for who may know of some bearers only: of those alone, and where to go on counts nothing but them. */
    private BearerPage known(final BearerPage.Query query, final Predicate<BearerState> mayKnow) {
        final List<BearerState> known = new ArrayList<>();
        OptionalInt next = OptionalInt.of(0);
        while (next.isPresent() && known.size() <= (long) query.after() + query.limit()) {
            final BearerPage page = commands.bearers(new BearerPage.Query(
                next.getAsInt(), BearerQuery.MOST, query.name(), query.ue(), query.source()));
            page.bearers().stream().filter(mayKnow).forEach(known::add);
            next = page.next();
        }
        final int last = (int) Math.min(known.size(), (long) query.after() + query.limit());
        return new BearerPage(known.subList(Math.min(query.after(), last), last),
            last < known.size() ? OptionalInt.of(last) : OptionalInt.empty());
    }

    private static void append(final StringBuilder out, final BearerState bearer) {
        XmlText.attribute(out.append("<bearer"), "xmlns", NAMESPACE).append('>');
        bearer.name().ifPresent(name -> XmlText.element(out, "name", name));
        XmlText.attribute(out.append("<origin"), "xmlns:or", "urn:ietf:params:xml:ns:yang:ietf-origin").append('>')
            .append(BearerQuery.origin(bearer.source())).append("</origin>");
        XmlText.element(out, "ue-address", bearer.ue().toString());
        append(out, "uplink", bearer.uplink());
        append(out, "downlink", bearer.downlink());
        out.append("</bearer>");
    }

    private static void append(final StringBuilder out, final String name, final BearerState.Tunnel tunnel) {
        out.append('<').append(name).append('>');
        tunnel.endpoint().map(IpAddress::toString).ifPresent(address -> XmlText.element(out, "endpoint", address));
        tunnel.teid().ifPresent(teid -> XmlText.element(out, "teid", Long.toString(teid)));
        XmlText.element(out, "error-indications", Long.toString(tunnel.errorIndications()));
        tunnel.traffic().ifPresent(traffic -> {
            XmlText.element(out, "packets", Long.toString(traffic.packets()));
            XmlText.element(out, "octets", Long.toString(traffic.octets()));
        });
        out.append("</").append(name).append('>');
    }

    private static void element(final StringBuilder out, final String name, final String text) {
        XmlText.attribute(out.append('<').append(name), "xmlns", NAMESPACE).append('>').append(text).append("</")
            .append(name).append('>');
    }
}
