package io.mecvswitch.control.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.Configs;
import io.mecvswitch.control.Documents;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opendaylight.yangtools.yang.common.QName;

class SchemaLoaderTest {
    private static final List<String> MODULES = List.of("META-INF/yang/ietf-inet-types@2013-07-15.yang",
        "META-INF/yang/ietf-yang-types@2013-07-15.yang", "yang/test-constraints@2026-01-01.yang");

    @Test
    void shouldLeaveOutWhatAFeatureGuards() {
        assertFalse(types(Documents.SCHEMA).child("extra").isPresent());
    }

    @Test
    void shouldBringInWhatASupportedFeatureGuards() {
        final Schema schema = SchemaLoader
            .load(MODULES, Set.of(QName.create("urn:test:constraints", "2026-01-01", "extra")));

        assertTrue(types(schema).child("extra").isPresent());
    }

    @Test
    void shouldPutTheConditionOfAnAugmentOnItsNodes() {
        final ListSchema list = (ListSchema) ((InnerSchema) Configs.LOADER.schema().root()
            .child("ietf-interfaces:interfaces").orElseThrow()).child("interface").orElseThrow();
        final SchemaNode port = list.child("mec-vswitch-ports:port").orElseThrow();

        assertEquals(List.of(true), port.whens().stream().map(Condition::onParent).toList());
        assertEquals(List.of("name"), list.keys().stream().map(key -> key.name().local()).toList());
    }

    @Test
    void shouldSayWhichModuleIsMissing() {
        final IllegalStateException refused = assertThrows(IllegalStateException.class,
            () -> SchemaLoader.load(List.of("yang/mec-vswitch-types@2026-11-21.yang")));

        assertTrue(refused.getMessage().contains("the model itself is wrong"), refused.getMessage());
    }

    private static InnerSchema types(final Schema schema) {
        return (InnerSchema) schema.root().child("test-constraints:types").orElseThrow();
    }
}
