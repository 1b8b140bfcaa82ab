package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.tree.Trail;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Tells the switch what frames of a radio took in an interval. It goes to the switch and into no datastore. */
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
    private static final int MAX_OCCUPIED_NS = 1_000_000_000;

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
            reports.add(report(radio, new Parameters(vif).only(VIF_NAME, OCCUPIED)));
        }
        if (reports.stream().map(AirtimeReport::vif).distinct().count() < reports.size()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, VIF, "a virtual interface is there more than once");
        }
        return reports;
    }

    private static AirtimeReport report(final String radio, final Parameters vif) throws RpcException {
        return new AirtimeReport(radio, vif.get(VIF_NAME).text().strip(), occupiedNs(vif.get(OCCUPIED).text().strip()));
    }

    private static long occupiedNs(final String text) throws RpcException {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > MAX_OCCUPIED_NS) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, OCCUPIED,
                OCCUPIED + " is a number from 0 to " + MAX_OCCUPIED_NS);
        }
        return Long.parseLong(text);
    }
}
