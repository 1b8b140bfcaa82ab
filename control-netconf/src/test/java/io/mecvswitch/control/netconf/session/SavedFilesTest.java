package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code :url} with files (RFC 6241 §8.8), and what somebody might try with it. */
@Timeout(60)
class SavedFilesTest {
    private static final String OK = "<ok/>";

    @TempDir
    private Path folder;

    private TestServer server;
    private TestClient client;

    @BeforeEach
    void connect() throws Exception {
        server = new TestServer(Optional.empty(), folder.resolve("files"));
        client = server.client("ann", true);
        assertEquals(OK, client.ask(edit(rule("a"))));
    }

    @AfterEach
    void shouldHaveNoDefect() throws Exception {
        client.close();
        server.close();
        assertEquals(List.of(), server.defects());
    }

    private static String edit(final String content) {
        return "<edit-config><target><running/></target><config>" + content + "</config></edit-config>";
    }

    private static String rule(final String name) {
        return "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>" + name
            + "</name><priority>1</priority>"
            + "<traffic-filter><name>f</name></traffic-filter><action>drop</action></traffic-rule></traffic-rules>";
    }

    private static String copy(final String source, final String target) {
        return "<copy-config><target>" + target + "</target><source>" + source + "</source></copy-config>";
    }

    private static String url(final String name) {
        return "<url>file:///" + name + "</url>";
    }

    private static String get(final String source) {
        return "<get-config><source><" + source + "/></source></get-config>";
    }

    private Path file(final String user, final String name) {
        return folder.resolve("files").resolve(user).resolve(name);
    }

    private void write(final String name, final String text) throws Exception {
        Files.createDirectories(file("ann", name).getParent());
        Files.writeString(file("ann", name), text);
    }

    private static void assertError(final String tag, final String reply) {
        assertTrue(reply.startsWith("<rpc-error><error-type>protocol</error-type><error-tag>" + tag + "</error-tag>"),
            reply);
        assertTrue(reply.contains("<bad-element>url</bad-element>"), reply);
    }

    @Test
    void shouldSaveAndBringBack() throws Exception {
        final String before = client.ask(get("running"));
        assertEquals(OK, client.ask(copy("<running/>", url("backup.xml"))));
        assertEquals("rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file("ann", "backup.xml"))));
        assertTrue(Files.readString(file("ann", "backup.xml")).contains(
            "<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><traffic-rules"));
        assertEquals(OK, client.ask(edit(rule("b"))));
        assertEquals(OK, client.ask(copy(url("backup.xml"), "<candidate/>")));
        assertEquals(OK, client.ask("<commit/>"));
        assertEquals(before, client.ask(get("running")));
    }

    @Test
    void shouldEditFromAFile() throws Exception {
        write("more.xml", "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>" + rule("c") + "</config>");
        assertEquals(OK, client.ask("<edit-config><target><running/></target>" + url("more.xml") + "</edit-config>"));
        assertTrue(client.ask(get("running")).contains("<name>c</name>"));
        assertEquals(OK, client.ask("<edit-data xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-nmda' "
            + "xmlns:d='urn:ietf:params:xml:ns:yang:ietf-datastores'><datastore>d:candidate</datastore>"
            + "<default-operation>replace</default-operation>" + url("more.xml") + "</edit-data>"));
        assertFalse(client.ask(get("candidate")).contains("<name>a</name>"));
    }

    @Test
    void shouldValidateAFile() throws Exception {
        write("good.xml", "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>" + rule("c") + "</config>");
        write("bad.xml", "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>"
            + rule("c").replace("<priority>1</priority>", "") + "</config>");
        assertEquals(OK, client.ask("<validate><source>" + url("good.xml") + "</source></validate>"));
        assertTrue(client.ask("<validate><source>" + url("bad.xml") + "</source></validate>").contains("data-missing"));
    }

    @Test
    void shouldDeleteAFile() throws Exception {
        assertEquals(OK, client.ask(copy("<running/>", url("x"))));
        assertEquals(OK, client.ask("<delete-config><target>" + url("x") + "</target></delete-config>"));
        assertFalse(Files.exists(file("ann", "x")));
        assertError("data-missing", client.ask("<delete-config><target>" + url("x") + "</target></delete-config>"));
    }

    @Test
    void shouldSaveDefaultsAsAsked() throws Exception {
        final String reply = client.ask(copy("<running/>", url("x")).replace("</copy-config>",
            "<with-defaults "
            + "xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>report-all-tagged</with-defaults>"
                + "</copy-config>"));
        assertEquals(OK, reply);
        assertTrue(Files.readString(file("ann", "x"))
            .contains("<filter-type wd:default=\"true\">packet</filter-type>"));
        assertEquals(OK, client.ask(copy(url("x"), "<candidate/>")), "what is tagged is not set");
        assertEquals(client.ask(get("running")), client.ask(get("candidate")));
    }

    @Test
    void shouldKeepUsersApart() throws Exception {
        assertEquals(OK, client.ask(copy("<running/>", url("x"))));
        try (TestClient bob = server.client("bob", false)) {
            assertError("data-missing", bob.ask(copy(url("x"), "<candidate/>")));
        }
        try (TestClient evil = server.client("../ann", false)) {
            assertError("operation-failed", evil.ask(copy(url("x"), "<candidate/>")));
            assertError("operation-failed", evil.ask(copy("<running/>", url("x"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///../ann/x", "file:///..", "file:///.", "file:////etc/passwd", "file:///a/b",
        "file:///a%2fb",
        "file:///%2e%2e", "file:///a\\b", "file:///.x.new", "file://host/x", "http://127.0.0.1/x", "x", "", "file:///",
        "file:///x?y", "file:///x#y", "FILE:///x", "file:///x&#9;y", "jar:file:///x", "file:///~root", "file:x"})
    void shouldKnowNoOtherNames(final String name) throws Exception {
        final String url = "<url>" + name + "</url>";
        assertError("invalid-value", client.ask(copy("<running/>", url)));
        assertError("invalid-value", client.ask(copy(url, "<candidate/>")));
        assertError("invalid-value", client.ask("<delete-config><target>" + url + "</target></delete-config>"));
        assertFalse(Files.exists(folder.resolve("files")), "nothing was made");
    }

    @Test
    void shouldFollowNoLinks() throws Exception {
        final Path secret = Files.writeString(folder.resolve("secret"),
            "<config xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'>" + rule("secret") + "</config>");
        Files.createDirectories(file("ann", "x").getParent());
        Files.createSymbolicLink(file("ann", "link"), secret);
        assertError("operation-failed", client.ask(copy(url("link"), "<candidate/>")));
        assertEquals(OK, client.ask(copy("<running/>", url("link"))), "the link is replaced");
        assertTrue(Files.readString(secret).contains("secret"));
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("files/zoe"), folder.resolve("elsewhere"));
        try (TestClient zoe = server.client("zoe", false)) {
            assertError("operation-failed", zoe.ask(copy("<running/>", url("x"))));
        }
        Files.createDirectory(file("ann", "folder"));
        assertError("operation-failed", client.ask(copy(url("folder"), "<candidate/>")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<nonsense", "<config/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><config/>",
        "<rpc xmlns='a'/>"})
    void shouldReadOnlyConfigurations(final String text) throws Exception {
        write("x", text);
        assertError("invalid-value", client.ask(copy(url("x"), "<candidate/>")));
    }

    @Test
    void shouldReadNoFileOfAnyLength() throws Exception {
        write("x", "");
        try (RandomAccessFile file = new RandomAccessFile(file("ann", "x").toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertError("too-big", client.ask(copy(url("x"), "<candidate/>")));
    }

    @Test
    void shouldKeepSomeFilesOnly() throws Exception {
        for (int i = 0; i < 16; i++) {
            assertEquals(OK, client.ask(copy("<running/>", url("x" + i))));
        }
        assertError("resource-denied", client.ask(copy("<running/>", url("one-more"))));
        assertEquals(OK, client.ask(copy("<running/>", url("x0"))));
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        assertError("invalid-value", client.ask(copy(url("x"), url("x"))));
        assertError("bad-element",
            client.ask("<edit-config><target><running/></target><config/>" + url("x") + "</edit-config>"));
        assertError("operation-not-supported", client.ask("<lock><target>" + url("x") + "</target></lock>"));
        assertError("operation-not-supported", client.ask("<get-config><source>" + url("x")
            + "</source></get-config>"));
        assertError("data-missing", client.ask(copy(url("x"), "<running/>")));
    }

    @Test
    void shouldSaveOnlyWhatItsUserMayRead() throws Exception {
        try (TestClient root = server.client("root", true)) {
            assertEquals(OK, root.ask(edit(rule("hidden")
                + "<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'>"
                + "<groups><group><name>g</name><user-name>ann</user-name></group></groups><rule-list><name>l"
                + "</name><group>g"
                + "</group><rule><name>1</name><path xmlns:r='urn:mec-vswitch:rules'>/r:traffic-rules/r:traffic-rule"
                + "[r:name='hidden']</path><action>deny</action></rule></rule-list></nacm>")));
        }
        client.close();
        client = server.client("ann", false);
        assertEquals(OK, client.ask(copy("<running/>", url("x"))));
        final String saved = Files.readString(file("ann", "x"));
        assertTrue(saved.contains("<name>a</name>") && !saved.contains("hidden") && !saved.contains("nacm"), saved);
        assertEquals(OK, client.ask(copy("<running/>", url("x")).replace("</copy-config>", "<with-defaults xmlns="
            + "'urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>report-all</with-defaults></copy-config>")));
        assertFalse(Files.readString(file("ann", "x")).contains("nacm"), "not even what it would be by default");
        assertTrue(client.ask("<delete-config><target>" + url("x") + "</target></delete-config>")
            .contains("access-denied"));
    }
}
