package io.mecvswitch.control.schema;

import java.io.IOException;
import java.util.List;
import org.opendaylight.yangtools.yang.model.spi.source.URLYangTextSource;
import org.opendaylight.yangtools.yang.model.spi.source.YangIRSource;
import org.opendaylight.yangtools.yang.parser.api.YangParserException;
import org.opendaylight.yangtools.yang.parser.rfc7950.repo.TextToIRTransformer;

/**
 * Takes texts of YANG modules apart into statements. A build waits for it, so all processors do it at once; yangtools
 * itself takes one module after the other. What comes next, the linking of modules, is done by one.
 */
final class Statements {
    private Statements() { }

    /** Those of modules on the class path, in the order of the modules. */
    static List<YangIRSource> of(final List<String> resources) {
        return resources.parallelStream().map(Statements::of).toList();
    }

    private static YangIRSource of(final String resource) {
        try {
            return TextToIRTransformer.transformText(new URLYangTextSource(YangModules.text(resource)));
        } catch (final YangParserException | IOException e) {
            throw SchemaLoader.wrong(e);
        }
    }
}
