package io.mecvswitch.control.netconf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerState;
import io.mecvswitch.config.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tenants, and somebody who reads, on a switch that has the access control of docs/examples: who may do what to
 * whose rules, bearers and counters, as a table; and what a tenant can tell from answers about what is not his.
 *
 * <p>The tenants are ann and bob. Each is asked the same of what is his, of what is the other's, and of what nobody
 * has: between the last two there must be no difference but the name.
 */
@Timeout(120)
class TenantsTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "5-access-control.xml");
    private static final String NOBODY = "nob";
    private static final BearerState.Tunnel UNSEEN =
        new BearerState.Tunnel(Optional.empty(), OptionalLong.empty(), 0, Optional.empty());
    private static final Map<String, String> UES = Map.of("ann", "10.0.0.1", "bob", "10.0.0.2", NOBODY, "10.0.0.3");

    @TempDir
    private Path folder;

    private SwitchServer server;
    private Party admin;

    @BeforeEach
    void start() throws Exception {
        server = new SwitchServer(folder.resolve("netconf"));
        admin = new Party(server.connect("admin")).greet();
        server.commands().have(new BearerPage(Stream.of("ann", "bob").map(name -> new BearerState(Optional.of(name),
            BearerState.Source.CONFIGURED, IpAddress.parse(UES.get(name)), UNSEEN, UNSEEN)).toList(),
            OptionalInt.of(2)));
        final String example = Files.readString(EXAMPLE);
        admin.ok("<copy-config><target><running/></target><source>"
            + example.substring(example.indexOf("<config")) + "</source></copy-config>");
    }

    @AfterEach
    void stop() throws Exception {
        assertEquals(List.of(), server.defects());
        server.close();
    }

    // What is asked of an object that belongs to somebody.

    private static String rule(final String operation, final String name) {
        return Requests.edit("running", "", Requests.rules(Requests.entry(name, "nc:operation='" + operation + "'",
            Requests.body(operation.equals("create") ? 5 : 7))));
    }

    private static String bearer(final String operation, final String name) {
        return Requests.edit("running", "",
            "<bearers xmlns='urn:mec-vswitch:bearers'><bearer nc:operation='" + operation
            + "'><name>" + name + "</name><ue-address>10.0.9.9</ue-address><uplink><endpoint>192.0.2.1</endpoint>"
            + "<teid>99</teid></uplink><downlink><endpoint>192.0.2.2</endpoint><teid>98</teid></downlink></bearer>"
            + "</bearers>");
    }

    private static String key(final String list, final String entry, final String namespace, final String operation,
        final String name) {
        return Requests.edit("running", "", "<" + list + " xmlns='" + namespace + "'><" + entry + " nc:operation='"
            + operation + "'><name>" + name + "</name></" + entry + "></" + list + ">");
    }

    /** Every way to ask about an object, by its description. */
    private static Map<String, String> requests(final String name) {
        final Map<String, String> all = new LinkedHashMap<>();
        final String rules = "urn:mec-vswitch:rules";
        final String bearers = "urn:mec-vswitch:bearers";
        final String oneRule = "<traffic-rules xmlns='" + rules + "'><traffic-rule><name>" + name
            + "</name></traffic-rule></traffic-rules>";
        final String oneBearer = "<bearers xmlns='" + bearers + "'><bearer><name>" + name
            + "</name></bearer></bearers>";
        all.put("read rule", Requests.get("running", oneRule));
        all.put("read rule of candidate", Requests.get("candidate", oneRule));
        all.put("read rule's counters", "<get><filter>" + oneRule + "</filter></get>");
        all.put("read rule by XPath", "<get-config><source><running/></source><filter type='xpath' xmlns:r='" + rules
            + "' select=\"/r:traffic-rules/r:traffic-rule[r:name='" + name + "']\"/></get-config>");
        all.put("infer rule by XPath", "<get-config><source><running/></source><filter type='xpath' xmlns:r='" + rules
            + "' select=\"/r:traffic-rules[r:traffic-rule/r:name='" + name + "']\"/></get-config>");
        all.put("read rule as data", "<get-data xmlns='" + Answer.PREFIXES.get("nmda") + "' xmlns:ds='"
            + Answer.PREFIXES.get("ds") + "'><datastore>ds:operational</datastore><subtree-filter>" + oneRule
            + "</subtree-filter></get-data>");
        all.put("read bearer", Requests.get("running", oneBearer));
        all.put("change rule", rule("merge", name));
        all.put("replace rule", rule("replace", name));
        all.put("create rule", rule("create", name));
        all.put("delete rule", key("traffic-rules", "traffic-rule", rules, "delete", name));
        all.put("remove rule", key("traffic-rules", "traffic-rule", rules, "remove", name));
        all.put("change rule, test only", rule("merge", name).replace("<config>",
            "<test-option>test-only</test-option><config>"));
        all.put("change bearer", bearer("merge", name));
        all.put("create bearer", bearer("create", name));
        all.put("delete bearer", key("bearers", "bearer", bearers, "delete", name));
        all.put("put run-time bearer", "<update-bearers xmlns='" + bearers + "'><bearer><name>" + name + "</name>"
            + "<ue-address>10.0.9.9</ue-address><uplink><endpoint>192.0.2.1</endpoint><teid>99</teid></uplink>"
            + "<downlink><endpoint>192.0.2.2</endpoint><teid>98</teid></downlink></bearer></update-bearers>");
        all.put("end run-time bearer", "<update-bearers xmlns='" + bearers + "'><remove>" + name
            + "</remove></update-bearers>");
        all.put("list bearers in use", "<get-bearers xmlns='urn:mec-vswitch:operations'><name>" + name
            + "</name></get-bearers>");
        all.put("clear rule's counters", "<clear-counters xmlns='urn:mec-vswitch:operations'><traffic-rule>" + name
            + "</traffic-rule></clear-counters>");
        all.put("clear all counters", "<clear-counters xmlns='urn:mec-vswitch:operations'/>");
        all.put("redirect UE", "<redirect-ue xmlns='" + rules + "'><ue-address>" + UES.get(name)
            + "</ue-address><destination-interface>app0</destination-interface></redirect-ue>");
        all.put("end redirect of UE", "<redirect-ue xmlns='" + rules + "'><ue-address>" + UES.get(name)
            + "</ue-address><end/></redirect-ue>");
        all.put("drain port", OperationCases.of("drain", "<interface>app0</interface>"));
        all.put("inject packet", OperationCases.of("inject-packet",
            "<interface>app0</interface><frame>" + OperationCases.FRAME + "</frame>"));
        all.put("lock rule", PartialLockCases.partial(PartialLockCases.rule(name)));
        all.put("lock all rules", PartialLockCases.partial("/r:traffic-rules"));
        return all;
    }

    /** In a word, what came of it. */
    private static String outcome(final String answer, final String name) {
        if (answer.contains("<rpc-error")) {
            return answer.contains("access-denied") ? "denied" : "error";
        }
        return answer.contains("<ok") || answer.contains("<updated") || answer.contains("<lock-id") ? "done"
            : answer.contains(">" + name + "<") ? "seen" : "nothing";
    }

    private static final String[][] EXPECTED = {
        {"read rule", "seen", "nothing", "seen"},
        {"read rule of candidate", "seen", "nothing", "seen"},
        {"read rule's counters", "seen", "nothing", "seen"},
        {"read rule by XPath", "seen", "nothing", "seen"},
        {"infer rule by XPath", "seen", "nothing", "seen"},
        {"read rule as data", "seen", "nothing", "seen"},
        {"read bearer", "seen", "nothing", "seen"},
        {"change rule", "done", "denied", "denied"},
        {"replace rule", "done", "denied", "denied"},
        {"create rule", "error", "denied", "denied"},
        {"delete rule", "done", "error", "denied"},
        {"remove rule", "done", "denied", "denied"},
        {"change rule, test only", "done", "denied", "denied"},
        {"change bearer", "done", "denied", "denied"},
        {"create bearer", "error", "denied", "denied"},
        {"delete bearer", "done", "error", "denied"},
        {"put run-time bearer", "done", "denied", "denied"},
        {"end run-time bearer", "done", "denied", "denied"},
        {"list bearers in use", "seen", "nothing", "seen"},
        {"clear rule's counters", "done", "denied", "denied"},
        {"clear all counters", "denied", "denied", "denied"},
        {"redirect UE", "done", "denied", "denied"},
        {"end redirect of UE", "done", "denied", "denied"},
        {"drain port", "denied", "denied", "denied"},
        {"inject packet", "denied", "denied", "denied"},
        {"lock all rules", "denied", "denied", "denied"},
        {"lock rule", "denied", "denied", "denied"},
    };

    @Test
    void shouldLetTenantsDoToTheirOwnWhatOthersCanNot() throws Exception {
        System.out.printf("%-24s %-8s %-8s %-8s %-8s %-8s%n", "tenant's request", "ann own", "ann bob", "bob own",
            "bob ann", "mona");
        for (final String[] row : EXPECTED) {
            final List<String> found = new ArrayList<>(List.of(row[0]));
            for (final String[] pair : new String[][] {{"ann", "ann"}, {"ann", "bob"}, {"bob", "bob"}, {"bob", "ann"},
                {"mona", "ann"}}) {
                found.add(asked(pair[0], row[0], pair[1]));
            }
            System.out.printf("%-24s %-8s %-8s %-8s %-8s %-8s%n", found.toArray());
            assertEquals(List.of(row[0], row[1], row[2], row[1], row[2], row[3]), found);
        }
    }

    /** What comes of a request about an object, on a switch that is as at first. */
    private String asked(final String user, final String request, final String object) throws Exception {
        try (Party party = new Party(server.connect(user)).greet()) {
            final String before = admin.data(Requests.get("running")).toString();
            final String answer = party.ask(requests(object).get(request)).toString();
            final String outcome = outcome(answer, object);
            final boolean changed = !before.equals(admin.data(Requests.get("running")).toString());
            if (!outcome.equals("done")) {
                assertEquals(false, changed, "what is refused changes nothing");
            }
            if (changed) {
                restore();
            }
            return outcome;
        }
    }

    private void restore() throws Exception {
        final String example = Files.readString(EXAMPLE);
        admin.ok("<copy-config><target><running/></target><source>" + example.substring(example.indexOf("<config"))
            + "</source></copy-config>");
    }

    @Test
    void shouldAnswerAboutOthersAsAboutWhatIsNotThere() throws Exception {
        final Map<String, String> ofOther = requests("bob");
        final Map<String, String> ofNobody = requests(NOBODY);
        try (Party ann = new Party(server.connect("ann")).greet()) {
            for (final String request : ofOther.keySet()) {
                assertEquals(ann.ask(ofNobody.get(request)).toString().replace(NOBODY, "bob"),
                    ann.ask(ofOther.get(request)).toString(), request);
            }
        }
    }

    @Test
    void shouldTellNothingOfOthersInAllThatCanBeRead() throws Exception {
        try (Party ann = new Party(server.connect("ann")).greet()) {
            for (final String all : List.of("<get/>", Requests.get("running"), Requests.get("candidate"),
                "<get-data xmlns='" + Answer.PREFIXES.get("nmda") + "' xmlns:ds='" + Answer.PREFIXES.get("ds")
                    + "'><datastore>ds:operational</datastore></get-data>")) {
                ann.data(all).has("//*[. = 'ann']").hasNo("//*[. = 'bob']", "//*[. = 'mona']", "//*[. = '10.0.0.2']",
                    "//*[local-name() = 'dataplane']", "//*[local-name() = 'sessions']");
            }
        }
    }

    /** Where to go on would tell how many there are. */
    @Test
    void shouldTellTenantsNothingOfHowManyBearersThereAre() throws Exception {
        final String all = OperationCases.of("get-bearers", "");
        try (Party ann = new Party(server.connect("ann")).greet();
            Party mona = new Party(server.connect("mona")).greet()) {
            ann.ask(all).has("//o:bearer/o:name[. = 'ann']").hasNo("//o:name[. = 'bob']", "//o:next");
            mona.ask(all).has("//o:name[. = 'ann']", "//o:name[. = 'bob']", "//o:next[. = '2']");
            ann.ok(OperationCases.of("get-bearers", "<after>1</after>"));
            ann.ask(OperationCases.of("get-bearers", "<limit>1</limit>")).hasNo("//o:next");
        }
    }

    /** Once they may lock parts at all: who locks all rules would keep others from theirs. */
    @Test
    void shouldLetTenantsLockOnlyWhatTheyMayRead() throws Exception {
        admin.ok(Requests.edit("running", "", "<nacm xmlns='" + Answer.PREFIXES.get("n") + "'><rule-list "
            + "xmlns:y='urn:ietf:params:xml:ns:yang:1' y:insert='first'><name>locks</name><group>tenants</group><rule>"
            + "<name>lock</name><module-name>ietf-netconf-partial-lock</module-name><rpc-name>partial-lock</rpc-name>"
            + "<access-operations>exec</access-operations><action>permit</action></rule></rule-list></nacm>"));
        try (Party ann = new Party(server.connect("ann")).greet();
            Party bob = new Party(server.connect("bob")).greet()) {
            ann.error("access-denied", PartialLockCases.partial("/r:traffic-rules"));
            final String nothing =
                ann.error("operation-failed", PartialLockCases.partial(PartialLockCases.rule(NOBODY))).toString();
            assertEquals(nothing, ann.ask(PartialLockCases.partial(PartialLockCases.rule("bob"))).toString());
            ann.ask(PartialLockCases.partial(PartialLockCases.rule("ann"))).has("//pl:lock-id");
            bob.ask(PartialLockCases.partial(PartialLockCases.rule("bob"))).has("//pl:lock-id");
        }
    }

    /** A class of a shaper. */
    private static String shaper(final String operation, final String shapedClass, final String leaves) {
        return "<interfaces xmlns='urn:ietf:params:xml:ns:yang:ietf-interfaces'><interface><name>access0</name>"
            + "<port xmlns='urn:mec-vswitch:ports'><shaper xmlns='urn:mec-vswitch:qos'>" + (operation.isEmpty()
                ? "<rate>1000000000</rate>" : "") + "<class" + operation + "><name>" + shapedClass + "</name>" + leaves
            + "</class></shaper></port></interface></interfaces>";
    }

    private void shapeSlices() throws Exception {
        admin.ok(Requests.edit("running", "", "<slices xmlns='urn:mec-vswitch:slices'>"
            + "<slice><plmn-id>001-01</plmn-id><gateway>172.16.0.8</gateway></slice>"
            + "<slice><plmn-id>001-02</plmn-id><gateway>172.16.0.9</gateway></slice></slices>"
            + shaper("", "ann", "<slice>001-01</slice>")));
        admin.ok(Requests.edit("running", "", shaper("", "bob", "<slice>001-02</slice>")));
        final StringBuilder rules = new StringBuilder();
        final String port = "/if:interfaces/if:interface[if:name='access0']/mecp:port/mecq:shaper/mecq:class";
        for (final String leaf : List.of("weight", "bearer-rate")) {
            rules.append(rule(leaf, port + "[mecq:name=$USER]/mecq:" + leaf, "*", "permit"));
        }
        rules.append(rule("own-class", port + "[mecq:name=$USER]", "read", "permit"));
        rules.append(rule("classes-of-others", port, "*", "deny"));
        rules.append(rule("ports", "/if:interfaces", "read", "permit"));
        admin.ok(Requests.edit("running", "", "<nacm xmlns='" + Answer.PREFIXES.get("n") + "'><rule-list "
            + "xmlns:y='urn:ietf:params:xml:ns:yang:1' y:insert='first'><name>shapers</name><group>tenants</group>"
            + rules + "</rule-list></nacm>"));
    }

    private static String rule(final String name, final String path, final String operations, final String action) {
        return "<rule><name>" + name + "</name><path xmlns:if='urn:ietf:params:xml:ns:yang:ietf-interfaces' "
            + "xmlns:mecp='urn:mec-vswitch:ports' xmlns:mecq='urn:mec-vswitch:qos'>" + path + "</path>"
            + "<access-operations>" + operations + "</access-operations><action>" + action + "</action></rule>";
    }

    @Test
    void shouldLetATenantWeighHisBearersButTakeNoOthersSlice() throws Exception {
        shapeSlices();
        final String merge = " nc:operation='merge'";
        try (Party ann = new Party(server.connect("ann")).greet()) {
            ann.data(Requests.get("running")).has("//q:class[q:name = 'ann']/q:slice[. = '001-01']")
                .hasNo("//q:class[q:name = 'bob']", "//*[. = '001-02']");
            ann.ok(Requests.edit("running", "", shaper(merge, "ann", "<weight>3</weight>")));
            ann.ok(Requests.edit("running", "", shaper(merge, "ann", "<bearer-rate>5000000</bearer-rate>")));
            for (final String others : List.of(shaper(merge, "ann", "<slice>001-02</slice>"),
                shaper(merge, "ann", "<guaranteed-rate>900000000</guaranteed-rate>"),
                shaper(merge, "bob", "<weight>1</weight>"), shaper(merge, "new", "<slice>001-01</slice>"),
                shaper(" nc:operation='remove'", "bob", ""))) {
                Party.fault("access-denied", ann.ask(Requests.edit("running", "", others)));
            }
        }
        admin.data(Requests.get("running")).has("//q:class[q:name = 'ann'][q:weight = '3']/q:slice[. = '001-01']",
            "//q:class[q:name = 'bob'][not(q:weight)]/q:slice[. = '001-02']");
    }

    @Test
    void shouldNotSayWhoseMistakeItIsThatAConfigurationIsNotValid() throws Exception {
        admin.ok(Requests.edit("candidate", "<test-option>set</test-option>",
            Requests.rules(Requests.entry("bob", "nc:operation='replace'", "<priority>1</priority>"))));
        try (Party ann = new Party(server.connect("ann")).greet()) {
            for (final String request : List.of(Requests.validate("<candidate/>"), Requests.edit(Requests.rules(
                Requests.entry("ann", "", "<priority>9</priority>"))), "<commit/>")) {
                ann.ask(request).has("//nc:rpc-error")
                    .hasNo("contains(., 'bob')", "//nc:error-path[contains(., 'rule')]");
            }
        }
    }

    @Test
    void shouldNotifyTenantsOfTheirOwn() throws Exception {
        try (Party ann = new Party(server.connect("ann")).greet()) {
            ann.ok("<create-subscription xmlns='" + Answer.PREFIXES.get("nt") + "'/>");
            admin.ok(Requests.edit("running", "", Requests.rules(Requests.entry("bob", "", "<priority>9</priority>"))));
            admin.ok(Requests.edit("running", "", Requests.rules(Requests.entry("ann", "", "<priority>9</priority>"))));
            Answer notice = ann.next();
            while (!notice.is("contains(., 'ann')")) {
                notice.hasNo("contains(., 'bob')");
                notice = ann.next();
            }
            notice.hasNo("contains(., 'bob')");
        }
    }

    @Test
    void shouldLetNobodyButOperatorsDisturbOthers() throws Exception {
        final String number = admin.number();
        for (final String user : List.of("ann", "mona")) {
            try (Party party = new Party(server.connect(user)).greet()) {
                for (final String request : List.of(Requests.kill(number), Requests.lock("running"),
                    Requests.lock("candidate"), "<discard-changes/>", "<commit/>",
                    Requests.copy("<running/>", "<candidate/>"),
                    "<airtime-feedback xmlns='urn:mec-vswitch:airtime'><interface>air0</interface>"
                        + "<vif><name>bob</name><occupied-time>1</occupied-time></vif></airtime-feedback>")) {
                    Party.fault("access-denied", party.ask(request));
                }
            }
        }
        admin.lives();
    }
}
