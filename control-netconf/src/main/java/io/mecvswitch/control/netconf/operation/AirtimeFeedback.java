package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.AirtimeReport.Attempts;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.DatastoreName;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Tells the switch what frames of a radio took in an interval, how often they were sent, and by what rates they go. It
 * goes to the switch and into no datastore.
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
    private static final String BSSID = "bssid";
    private static final String OCCUPIED = "occupied-time";
    private static final String ATTEMPTS = "attempts";
    private static final String SUCCESSES = "successes";
    private static final String RECEIVED = "received-time";
    private static final String STATION = "station";
    private static final String ADDRESS = "mac-address";
    private static final String STANDARD = "standard";
    private static final List<String> RATE =
        List.of("bit-rate", "mcs", "spatial-streams", "guard-interval", "aggregated-frames");
    private static final long MAX_NS = 1_000_000_000;
    private static final long MAX_U32 = 0xffff_ffffL;
    private static final int MAX_OCTET = 255;

    private AirtimeFeedback() { }

    static void perform(final Parameters parameters, final Datastores datastores, final Caller caller,
        final Access access) throws RpcException {
        parameters.onlyAndMany(List.of(VIF), INTERFACE, VIF);
        final Bssids bssids = new Bssids(
            datastores.read(DatastoreName.RUNNING), parameters.get(INTERFACE).text().strip());
        final List<AirtimeReport> reports = reports(bssids, parameters);
        requireOwn(reports, parameters, access, datastores.schema());
        requireKnown(reports);
        datastores.report(caller.number(), reports);
    }

    /** Who reports of a virtual interface needs the right to change it. Whose a BSSID is he does not learn else. */
    private static void requireOwn(final List<AirtimeReport> reports, final Parameters parameters,
        final Access access, final Schema schema) throws RpcException {
        try {
            requireOwn(reports, access, schema);
        } catch (final RpcException e) {
            if (parameters.all(VIF).stream().allMatch(vif -> new Parameters(vif).find(BSSID).isEmpty())) {
                throw e;
            }
            throw new RpcException(RpcError.at(ConfigPaths.radio(reports.getFirst().radio()), ErrorTag.ACCESS_DENIED,
                "you may not report of one of these virtual interfaces; ask who maintains /nacm for the right"));
        }
    }

    private static void requireOwn(final List<AirtimeReport> reports, final Access access, final Schema schema)
        throws RpcException {
        final InnerSchema airtime = (InnerSchema) schema.root().child(MODULE + ":airtime").orElseThrow();
        final ListSchema radio = (ListSchema) airtime.child("radio").orElseThrow();
        final ListSchema vif = (ListSchema) radio.child(VIF).orElseThrow();
        access.requireUpdate(reports.stream().map(one ->
            Trail.ROOT.to(airtime).to(radio, List.of(one.radio())).to(vif, List.of(one.vif()))).toList());
    }

    /** In the place of a name that it has not found {@link #name} leaves the BSSID; no name has colons. */
    private static void requireKnown(final List<AirtimeReport> reports) throws RpcException {
        for (final AirtimeReport report : reports) {
            if (report.vif().contains(":")) {
                throw new RpcException(RpcError.at(vifPath(BSSID, report.vif()), ErrorTag.INVALID_VALUE,
                    "No virtual interface of the radio '" + report.radio() + "' has this BSSID. Configure it with one,"
                    + " or tell its name."));
            }
        }
    }

    /** A virtual interface in the input. */
    private static String vifPath(final String key, final String value) {
        final String quote = value.contains("'") ? "\"" : "'";
        return "/" + MODULE + ":" + NAME + "/" + VIF + "[" + key + "=" + quote + value + quote + "]";
    }

    private static List<AirtimeReport> reports(final Bssids bssids, final Parameters parameters) throws RpcException {
        parameters.get(VIF);
        final List<AirtimeReport> reports = new ArrayList<>();
        for (final Element vif : parameters.all(VIF)) {
            reports.add(report(bssids, new Parameters(vif).onlyAndMany(List.of(STATION), VIF_NAME, BSSID, OCCUPIED,
                ATTEMPTS, SUCCESSES, RECEIVED, STATION)));
        }
        if (reports.stream().map(AirtimeReport::vif).distinct().count() < reports.size()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, VIF, "a virtual interface is there more than once");
        }
        return reports;
    }

    private static AirtimeReport report(final Bssids bssids, final Parameters vif) throws RpcException {
        final List<StationConfig> stations = new ArrayList<>();
        for (final Element station : vif.all(STATION)) {
            stations.add(station(new Parameters(station)));
        }
        final String name = name(bssids, vif);
        final Optional<Attempts> attempts = attempts(vif);
        if (stations.isEmpty() && attempts.isEmpty() && vif.find(RECEIVED).isEmpty()) {
            vif.get(OCCUPIED);
        }
        return new AirtimeReport(bssids.radio(), name,
            vif.find(OCCUPIED).isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(vif, OCCUPIED, MAX_NS)),
            attempts, number(vif, RECEIVED, MAX_NS), stations);
    }

    /** Its name; the BSSID if nobody has that. */
    private static String name(final Bssids bssids, final Parameters vif) throws RpcException {
        final Optional<Element> bssid = vif.find(BSSID);
        if (bssid.isEmpty()) {
            return vif.get(VIF_NAME).text().strip();
        }
        if (vif.find(VIF_NAME).isPresent()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, BSSID, "a vif needs one of " + VIF_NAME + " and " + BSSID);
        }
        final MacAddress address = MacAddress.parse(address(vif, BSSID));
        return bssids.vif(address).orElseGet(address::toString);
    }

    private static Optional<Attempts> attempts(final Parameters vif) throws RpcException {
        final boolean tried = vif.find(ATTEMPTS).isPresent();
        if (tried != vif.find(SUCCESSES).isPresent()) {
            throw wrong(vif, tried ? SUCCESSES : ATTEMPTS, ErrorTag.MISSING_ELEMENT,
                "attempts and successes are told together. Add this one, or leave the other one out.");
        }
        final Attempts attempts = new Attempts(number(vif, ATTEMPTS, MAX_U32), number(vif, SUCCESSES, MAX_U32));
        if (attempts.arrived() > attempts.tried()) {
            throw wrong(vif, SUCCESSES, ErrorTag.INVALID_VALUE, attempts.arrived() + " successes of "
                + attempts.tried() + " attempts can't be. Count every transmission of a frame as an attempt, the"
                + " first one, too, and both since the same moment.");
        }
        return tried ? Optional.of(attempts) : Optional.empty();
    }

    /** What is wrong with a leaf of a virtual interface in the input. */
    private static RpcException wrong(final Parameters vif, final String leaf, final ErrorTag tag,
        final String message) {
        final String key = vif.find(BSSID).isPresent() ? BSSID : VIF_NAME;
        final String path = vifPath(key, vif.text(key).orElse("").strip());
        return new RpcException(RpcError.at(path + "/" + leaf, tag, message).naming(leaf));
    }

    /** 0 if it is absent. */
    private static long number(final Parameters vif, final String name, final long most) throws RpcException {
        final String text = vif.text(name).map(String::strip).orElse("0");
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > most) {
            throw wrong(vif, name, ErrorTag.INVALID_VALUE, name + " is a number from 0 to " + most);
        }
        return Long.parseLong(text);
    }

    private static String address(final Parameters of, final String name) throws RpcException {
        final String address = of.get(name).text().strip();
        if (!address.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, name, name + " is six octets with colons");
        }
        return address;
    }

    private static StationConfig station(final Parameters station) throws RpcException {
        station.only(ADDRESS, STANDARD, RATE.get(0), RATE.get(1), RATE.get(2), RATE.get(3), RATE.get(4));
        final String address = address(station, ADDRESS);
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
