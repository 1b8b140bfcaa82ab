package io.mecvswitch.control.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.control.Documents;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancePathTest {
    private static final InnerNode ROOT = Documents
        .tree("<numbers><few><name>it's</name></few><few><name>b</name></few>"
        + "<many>1</many><many>2</many></numbers>"
        + "<unique xmlns=\"urn:test:constraints\"><pair><a>1</a><b>2</b><in><x>5</x></in></pair></unique>");

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "/test-constraints:numbers, /test-constraints:numbers",
        "/test-constraints:numbers/few[2]/name, /test-constraints:numbers/few[name='b']/name",
        "/test-constraints:numbers/few[name=\"it's\"], /test-constraints:numbers/few[name=\"it's\"]",
        "/test-constraints:numbers/many[.='2'], /test-constraints:numbers/many[.='2']",
        "/test-constraints:unique/pair[ b = '2' ][a='1']/in/x, /test-constraints:unique/pair[a='1'][b='2']/in/x",
        "/test-constraints:unique/pair[a='1']/in, /test-constraints:unique",
        "/test-constraints:numbers/few[name='x']/name, /test-constraints:numbers",
        "/test-constraints:numbers/few[9]/name, /test-constraints:numbers",
        "/test-constraints:numbers/nowhere, /test-constraints:numbers",
        "/nowhere, /", "nonsense, /", "/test-constraints:unique/pair[a, /test-constraints:unique"})
    void shouldFindTheDeepestNodeOfAPath(final String path, final String found) {
        assertEquals(found, InstancePath.of(InstancePath.nearest(ROOT, path)));
    }

    @Test
    void shouldFindEveryNodeByItsOwnPath() {
        final Deque<DataNode> open = new ArrayDeque<>();
        open.add(ROOT);
        while (!open.isEmpty()) {
            final DataNode node = open.remove();
            assertEquals(node, InstancePath.nearest(ROOT, InstancePath.of(node)));
            if (node instanceof InnerNode inner) {
                inner.children().forEach(open::add);
            }
        }
    }

    @Test
    void shouldForgetARemovedEntry() {
        final InnerNode root = Documents.tree("<numbers><few><name>a</name></few><few><name>b</name></few></numbers>");
        final DataNode entry = InstancePath.nearest(root, "/test-constraints:numbers/few[name='a']");
        entry.parent().remove(entry);

        assertEquals("b", InstancePath.nearest(root, "/test-constraints:numbers/few[1]/name").text());
    }
}
