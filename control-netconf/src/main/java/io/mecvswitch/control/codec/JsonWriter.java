package io.mecvswitch.control.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.schema.SchemaNode;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a configuration in JSON (RFC 7951), indented, without defaults that nobody wrote. */
public final class JsonWriter {
    private final JsonGenerator json;

    /** A writer; it leaves {@code out} open. */
    public JsonWriter(final Writer out) throws IOException {
        json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .useDefaultPrettyPrinter();
    }

    /** Writes a whole document. */
    public void write(final InnerNode root) throws IOException {
        writeObject(root);
        json.writeRaw('\n');
        json.flush();
    }

    private void writeObject(final InnerNode node) throws IOException {
        json.writeStartObject();
        final Map<SchemaNode, List<DataNode>> members = Written.children(node).stream()
            .collect(Collectors.groupingBy(DataNode::schema, LinkedHashMap::new, Collectors.toList()));
        for (final Map.Entry<SchemaNode, List<DataNode>> member : members.entrySet()) {
            json.writeFieldName(member.getKey().qualifiedName());
            writeMember(member.getKey(), member.getValue());
        }
        json.writeEndObject();
    }

    private void writeMember(final SchemaNode kind, final List<DataNode> nodes) throws IOException {
        final boolean many = kind.isMany();
        if (many) {
            json.writeStartArray();
        }
        for (final DataNode node : nodes) {
            write(node);
        }
        if (many) {
            json.writeEndArray();
        }
    }

    private void write(final DataNode node) throws IOException {
        switch (node) {
            case InnerNode inner -> writeObject(inner);
            case ValueNode value -> writeValue(value);
        }
    }

    private void writeValue(final ValueNode node) throws IOException {
        switch (node.schema().type().jsonForm(node.text())) {
            case NUMBER -> json.writeNumber(node.text());
            case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(node.text()));
            case NULL -> json.writeRawValue("[null]");
            case STRING, TEXT -> json.writeString(node.text());
        }
    }
}
