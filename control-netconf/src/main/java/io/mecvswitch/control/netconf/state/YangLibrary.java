package io.mecvswitch.control.netconf.state;

import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.schema.ModuleText;
import io.mecvswitch.control.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Which modules make the model (RFC 8525), for clients that understand the library of that standard and for those that
 * know only its predecessor, RFC 7895.
 */
public final class YangLibrary {
    private static final String MODULE = "ietf-yang-library";
    private static final String SET = "switch";
    private static final List<String> DATASTORES = List.of("running", "candidate", "intended", "operational");

    private final Schema schema;
    private final String contentId;

    /** Of a model. */
    public YangLibrary(final Schema schema) {
        this.schema = schema;
        this.contentId = contentId(schema.texts());
    }

    /** Changes when the modules do. */
    private static String contentId(final List<ModuleText> texts) {
        final CRC32 sum = new CRC32();
        texts.forEach(text -> sum.update(
            (text.module().name() + '@' + text.revision() + text.implemented() + text.features() + ' ').getBytes(
                StandardCharsets.UTF_8)));
        return Long.toHexString(sum.getValue());
    }

    /** What the hello says of it (RFC 8525 §2, RFC 7895 §3); nothing if the module itself was not loaded. */
    public List<String> capabilities() {
        return schema.texts().stream().filter(text -> text.module().name().equals(MODULE)).findFirst()
            .map(library -> List.of(
                "urn:ietf:params:netconf:capability:yang-library:1.1?revision=" + library.revision()
                    + "&content-id=" + contentId,
                "urn:ietf:params:netconf:capability:yang-library:1.0?revision=" + library.revision()
                    + "&module-set-id=" + contentId))
            .orElse(List.of());
    }

    /** The library and its predecessor. */
    public List<StateSource> sources() {
        return List.of(source("yang-library", this::tell), source("modules-state", this::tellModulesState));
    }

    private static StateSource source(final String name, final Consumer<BranchBuilder> tell) {
        return new StateSource() {
            @Override
            public String node() {
                return MODULE + ':' + name;
            }

            @Override
            public void tell(final BranchBuilder there) {
                tell.accept(there);
            }
        };
    }

    private void tell(final BranchBuilder library) {
        library.entry("module-set", this::tellModules)
            .entry("schema", all -> all.value("name", SET).value("module-set", SET))
            .value("content-id", contentId);
        DATASTORES.forEach(name -> library.entry("datastore", store ->
            store.value("name", "ietf-datastores:" + name).value("schema", SET)));
    }

    private void tellModules(final BranchBuilder set) {
        set.value("name", SET);
        for (final ModuleText text : schema.texts()) {
            set.entry(text.implemented() ? "module" : "import-only-module", module -> {
                module.value("name", text.module().name());
                // Of what is only imported the revision is a key.
                if (!text.implemented() || !text.revision().isEmpty()) {
                    module.value("revision", text.revision());
                }
                module.value("namespace", text.module().namespace());
                text.features().forEach(feature -> module.value("feature", feature));
            });
        }
    }

    private void tellModulesState(final BranchBuilder state) {
        state.value("module-set-id", contentId);
        for (final ModuleText text : schema.texts()) {
            state.entry("module", module -> {
                module.value("name", text.module().name()).value("revision", text.revision())
                    .value("namespace", text.module().namespace());
                text.features().forEach(feature -> module.value("feature", feature));
                module.value("conformance-type", text.implemented() ? "implement" : "import");
            });
        }
    }
}
