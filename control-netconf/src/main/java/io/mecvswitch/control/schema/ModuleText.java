package io.mecvswitch.control.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A YANG module as it was loaded.
 *
 * @param module      the module
 * @param revision    its date, empty if it has none
 * @param implemented whether there is something of it in the model, rather than only types and groupings for others
 * @param features    those of its features that the switch has
 * @param resource    where its text is, on the class path
 */
public record ModuleText(
    YangModule module, String revision, boolean implemented, List<String> features, String resource) {
    /** The text. */
    public String read() throws IOException {
        try (InputStream in = YangModules.text(resource).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
