package io.mecvswitch.control.codec;

import io.mecvswitch.control.schema.YangModule;
import java.util.Set;

/** Puts XML together. */
public final class XmlText {
    private XmlText() { }

    /** Appends characters; a carriage return, too, as a reference, or it would be read as a line feed (XML §2.11). */
    public static StringBuilder append(final StringBuilder out, final String text) {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.append(c);
            }
        }
        return out;
    }

    /** Appends an attribute; tabs and line feeds as references, or they would be read as spaces (XML §3.3.3). */
    public static StringBuilder attribute(final StringBuilder out, final String name, final String value) {
        out.append(' ').append(name).append("=\"");
        final int begin = out.length();
        append(out, value);
        for (int i = out.length() - 1; i >= begin; i--) {
            if (out.charAt(i) == '\n' || out.charAt(i) == '\t') {
                out.replace(i, i + 1, "&#" + (int) out.charAt(i) + ";");
            }
        }
        return out.append('"');
    }

    /** Appends declarations of modules' namespaces, each with the name of its module as prefix. */
    public static void prefixes(final StringBuilder out, final Set<YangModule> modules) {
        modules.forEach(module -> attribute(out, "xmlns:" + module.name(), module.namespace()));
    }

    /** Appends an element that has only text. */
    public static StringBuilder element(final StringBuilder out, final String name, final String text) {
        return append(out.append('<').append(name).append('>'), text).append("</").append(name).append('>');
    }
}
