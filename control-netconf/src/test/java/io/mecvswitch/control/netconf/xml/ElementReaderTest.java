package io.mecvswitch.control.netconf.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.problem.ErrorTag;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages as elements, and what they cost. */
class ElementReaderTest {
    private static Element read(final String message) throws RpcException {
        return ElementReader.read(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKnowWhatIsDeclaredWhereAnElementStands() throws RpcException {
        final Element outer = read("<a xmlns='u' xmlns:p='v'><p:b xmlns:p='w' xmlns=''><c/></p:b><d/></a>");
        final Element inner = outer.children().getFirst();
        assertEquals(Map.of("", "u", "p", "v"), outer.prefixes().toMap());
        assertEquals(Map.of("", "", "p", "w"), inner.prefixes().toMap());
        assertEquals(Optional.of("w"), inner.children().getFirst().prefixes().namespace("p"));
        assertEquals(Optional.of("v"), outer.children().getLast().prefixes().namespace("p"));
        assertEquals(Optional.empty(), outer.prefixes().namespace("q"));
        assertEquals("w", inner.namespace());
        assertEquals("", inner.children().getFirst().namespace());
    }

    @Test
    void shouldCostInProportionToItsLengthHoweverManyPrefixesAreInScope() throws RpcException {
        final int elements = 50_000;
        final String message = "<a" + declarations(60) + ">" + "<b xmlns:p='u'/>".repeat(elements) + "</a>";
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        read("<a/>");
        final long before = threads.getCurrentThreadAllocatedBytes();
        assertEquals(elements, read(message).children().size());
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 80L * message.length(), () -> allocated + " octets for " + message.length());
    }

    private static String declarations(final int count) {
        return IntStream.range(0, count).mapToObj(i -> " xmlns:n" + i + "='u'").collect(Collectors.joining());
    }

    @Test
    void shouldRefuseMorePrefixesThanItWantsToLookThrough() {
        assertEquals(ErrorTag.TOO_BIG, assertThrows(RpcException.class,
            () -> read("<a" + declarations(65) + "/>")).errors().getFirst().tag());
    }

    @Test
    void shouldCountAttributesAsPartsOfAMessage() {
        final String attributes = IntStream.range(0, 100).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());
        assertEquals(ErrorTag.TOO_BIG, assertThrows(RpcException.class,
            () -> read("<a>" + ("<b" + attributes + "/>").repeat(ElementReader.MAX_PARTS / 100) + "</a>"))
            .errors().getFirst().tag());
    }
}
