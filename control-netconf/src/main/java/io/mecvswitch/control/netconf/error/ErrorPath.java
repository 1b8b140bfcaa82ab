package io.mecvswitch.control.netconf.error;

import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.YangModule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instance path as XPath (RFC 6241 §4.3, error-path): every name gets the prefix of its module, and the prefixes are
 * declared where the path stands.
 *
 * @param text     the path
 * @param prefixes namespaces by prefix, those that the path uses
 */
public record ErrorPath(String text, Map<String, String> prefixes) {
    /** The beginning of a step or of a predicate on a key; values in quotes are taken whole. */
    private static final Pattern NAME =
        Pattern.compile("([/\\[])(?:([A-Za-z_][\\w.-]*):)?([A-Za-z_][\\w.-]*)|'[^']*'|\"[^\"]*\"");

    /** Makes it of a path in the form of RFC 7951, where a name without module is in that of the one before. */
    public static ErrorPath of(final String path, final Schema schema) {
        final Map<String, String> prefixes = new LinkedHashMap<>();
        final StringBuilder text = new StringBuilder();
        final Matcher names = NAME.matcher(path);
        Optional<YangModule> module = Optional.empty();
        while (names.find()) {
            if (names.group(3) != null) {
                module = names.group(2) == null ? module : schema.module(names.group(2));
                module.ifPresent(known -> prefixes.put(known.prefix(), known.namespace()));
                final String prefix = module.map(known -> known.prefix() + ":").orElse("");
                names.appendReplacement(text, Matcher.quoteReplacement(names.group(1) + prefix + names.group(3)));
            }
        }
        names.appendTail(text);
        return new ErrorPath(text.toString(), prefixes);
    }
}
