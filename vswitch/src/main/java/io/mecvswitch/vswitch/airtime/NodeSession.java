package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.control.netconf.transport.NetconfClient;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.vswitch.airtime.GlobalShares.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a controller asks of a node, and tells it, in the words of the module mec-vswitch-airtime. */
final class NodeSession implements AutoCloseable {
    private static final String AIRTIME = "urn:mec-vswitch:airtime";
    private static final String GET =
        "<get><filter type=\"subtree\"><airtime xmlns=\"" + AIRTIME + "\"/></filter></get>";

    private final String node;
    private final NetconfClient client;

    /**
     * What a virtual interface has used so far.
     *
     * @param place        which one
     * @param tenant       whose
     * @param usedNs       airtime
     * @param backloggedNs time in which frames waited
     * @param radioNs      time of the radio's clock then
     * @param ceiling      whether it has one in its configuration
     */
    record Usage(Place place, String tenant, long usedNs, long backloggedNs, long radioNs, boolean ceiling) { }

    NodeSession(final String node, final NetconfClient client) {
        this.node = node;
        this.client = client;
    }

    List<Usage> poll() throws IOException {
        final List<Usage> usages = new ArrayList<>();
        final Element reply = client.ask(GET);
        all(reply, "data").flatMap(data -> all(data, "airtime")).flatMap(airtime -> all(airtime, "radio"))
            .forEach(radio -> all(radio, "vif").forEach(vif -> usages.add(usage(text(radio, "interface"), vif))));
        return usages;
    }

    private Usage usage(final String radio, final Element vif) {
        final String name = text(vif, "name");
        final Optional<Element> statistics = all(vif, "statistics").findFirst();
        return new Usage(new Place(node, radio, name),
            all(vif, "tenant").map(Element::text).findFirst().orElse(name),
            statistics.map(all -> number(all, "used-airtime")).orElse(0L),
            statistics.map(all -> number(all, "backlogged-time")).orElse(0L),
            statistics.map(all -> number(all, "radio-time")).orElse(0L),
            all(vif, "ceiling").findFirst().isPresent());
    }

    private static Stream<Element> all(final Element parent, final String name) {
        return parent.children().stream().filter(child -> child.local().equals(name));
    }

    private static String text(final Element parent, final String name) {
        return all(parent, name).map(Element::text).findFirst().orElse("").strip();
    }

    private static long number(final Element parent, final String name) {
        final String text = text(parent, name);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /**
     * Sets ceilings in one edit.
     *
     * @param ceilings by interface: in millionths of the clock's time; empty for none
     * @param holdMs   how long
     * @param renewal  begins that time anew
     */
    void set(final Map<Place, Optional<Integer>> ceilings, final long holdMs, final long renewal) throws IOException {
        final String radios = ceilings.keySet().stream().map(Place::radio).distinct()
            .map(radio -> "<radio><interface>" + radio + "</interface>" + ceilings.entrySet().stream()
                .filter(each -> each.getKey().radio().equals(radio))
                .map(each -> vif(each.getKey().vif(), each.getValue(), holdMs, renewal)).collect(Collectors.joining())
                + "</radio>").collect(Collectors.joining());
        client.ask("<edit-config><target><running/></target><config><airtime xmlns=\"" + AIRTIME
            + "\" xmlns:nc=\"" + Element.NETCONF + "\">" + radios + "</airtime></config></edit-config>");
    }

    private static String vif(final String name, final Optional<Integer> ppm, final long holdMs, final long renewal) {
        return "<vif><name>" + name + "</name>" + ppm.map(ratio -> "<ceiling><max-airtime-ratio>"
            + String.format(Locale.ROOT, "%d.%04d", ratio / 10_000, ratio % 10_000) + "</max-airtime-ratio><hold-time>"
            + holdMs + "</hold-time><renewal>" + renewal + "</renewal></ceiling>")
            .orElse("<ceiling nc:operation=\"remove\"/>") + "</vif>";
    }

    @Override
    public void close() {
        client.close();
    }
}
