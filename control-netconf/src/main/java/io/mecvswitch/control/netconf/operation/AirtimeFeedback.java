package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.tree.Trail;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Tells the switch what frames of a radio took in an interval, and by what rates they go. It goes to the switch and
 * into no datastore.
 */
final class AirtimeFeedback {
    /** Module of the operation. */
    static final String MODULE = "mec-vswitch-airtime";
    /** Its namespace. */
    static final String NAMESPACE = "urn:mec-vswitch:airtime";
    /** Its name. */
    static final String NAME = "airtime-feedback";

    private static final String INTERFACE = "interface";
    private static final String VIF = "vif";
    private static final String VIF_NAME = "name";
    private static final String OCCUPIED = "occupied-time";
    private static final String RECEIVED = "received-time";
    private static final String STATION = "station";
    private static final String ADDRESS = "mac-address";
    private static final String STANDARD = "standard";
    private static final List<String> RATE =
        List.of("bit-rate", "mcs", "spatial-streams", "guard-interval", "aggregated-frames");
    private static final int MAX_NS = 1_000_000_000;
    private static final int MAX_OCTET = 255;

    private AirtimeFeedback() { }

    static void perform(final Parameters parameters, final Datastores datastores, final Caller caller,
        final Access access) throws RpcException {
        parameters.onlyAndMany(List.of(VIF), INTERFACE, VIF);
        final List<AirtimeReport> reports = reports(parameters.get(INTERFACE).text().strip(), parameters);
        requireOwn(reports, access, datastores.schema());
        datastores.report(caller.number(), reports);
    }

    /** Who reports of a virtual interface needs the right to change it. */
    private static void requireOwn(final List<AirtimeReport> reports, final Access access, final Schema schema)
        throws RpcException {
        final InnerSchema airtime = (InnerSchema) schema.root().child(MODULE + ":airtime").orElseThrow();
        final ListSchema radio = (ListSchema) airtime.child("radio").orElseThrow();
        final ListSchema vif = (ListSchema) radio.child(VIF).orElseThrow();
        access.requireUpdate(reports.stream().map(one ->
            Trail.ROOT.to(airtime).to(radio, List.of(one.radio())).to(vif, List.of(one.vif()))).toList());
    }

    private static List<AirtimeReport> reports(final String radio, final Parameters parameters) throws RpcException {
        parameters.get(VIF);
        final List<AirtimeReport> reports = new ArrayList<>();
        for (final Element vif : parameters.all(VIF)) {
            reports.add(report(radio, new Parameters(vif).onlyAndMany(List.of(STATION), VIF_NAME, OCCUPIED,
                RECEIVED, STATION)));
        }
        if (reports.stream().map(AirtimeReport::vif).distinct().count() < reports.size()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, VIF, "a virtual interface is there more than once");
        }
        return reports;
    }

    private static AirtimeReport report(final String radio, final Parameters vif) throws RpcException {
        final List<StationConfig> stations = new ArrayList<>();
        for (final Element station : vif.all(STATION)) {
            stations.add(station(new Parameters(station)));
        }
        if (stations.isEmpty() && vif.find(RECEIVED).isEmpty()) {
            vif.get(OCCUPIED);
        }
        return new AirtimeReport(radio, vif.get(VIF_NAME).text().strip(),
            vif.find(OCCUPIED).isEmpty() ? OptionalLong.empty() : OptionalLong.of(ns(vif, OCCUPIED)),
            ns(vif, RECEIVED), stations);
    }

    /** 0 if it is absent. */
    private static long ns(final Parameters vif, final String name) throws RpcException {
        final String text = vif.text(name).map(String::strip).orElse("0");
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > MAX_NS) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, name, name + " is a number from 0 to " + MAX_NS);
        }
        return Long.parseLong(text);
    }

    private static StationConfig station(final Parameters station) throws RpcException {
        station.only(ADDRESS, STANDARD, RATE.get(0), RATE.get(1), RATE.get(2), RATE.get(3), RATE.get(4));
        final String address = station.get(ADDRESS).text().strip();
        if (!address.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, ADDRESS, ADDRESS + " is six octets with colons");
        }
        final Standard standard = station.find(STANDARD).isEmpty() ? Standard.A : Standard.valueOf(
            station.word(STANDARD, Stream.of(Standard.values()).map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList()).toUpperCase(Locale.ROOT));
        return new StationConfig(MacAddress.parse(address), rate(station, standard));
    }

    private static RateConfig rate(final Parameters station, final Standard standard) throws RpcException {
        final int index = switch (standard) {
            case A, G -> bitRate(station, 60);
            case B -> bitRate(station, 10);
            case N, AC, AX -> (int) optional(station, "mcs", 0, 0, MAX_OCTET);
        };
        return new RateConfig(standard, index, (int) optional(station, "spatial-streams", 1, 1, 8),
            (int) optional(station, "guard-interval", 800, 400, 3_200),
            (int) optional(station, "aggregated-frames", 1, 1, 64));
    }

    private static int bitRate(final Parameters station, final int lowest) throws RpcException {
        final String text = station.text("bit-rate").map(String::strip).orElse(null);
        if (text != null && !text.matches("[0-9]{1,2}([.][0-9])?")) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, "bit-rate", "bit-rate is a number with one digit at most"
                + " behind the point");
        }
        return text == null ? lowest : new BigDecimal(text).movePointRight(1).intValueExact();
    }

    private static long optional(final Parameters station, final String name, final long otherwise, final long least,
        final long most) throws RpcException {
        final String text = station.text(name).map(String::strip).orElse(Long.toString(otherwise));
        if (!text.matches("[0-9]{1,5}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, name, name + " is a number from " + least + " to " + most);
        }
        return Long.parseLong(text);
    }
}
