package io.mecvswitch.control.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafListSchema;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.Lexical.Form;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import io.mecvswitch.control.schema.YangModule;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads a configuration in JSON (RFC 7951): one object whose members are the top-level nodes. */
public final class JsonReader {
    private static final int MAX_DEPTH = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build()).build();

    private final Schema schema;
    private final TreeBuilder builder;
    private final Problems problems;
    private JsonParser json;

    /** A reader that notes problems. */
    public JsonReader(final Schema schema, final Problems problems) {
        this.schema = schema;
        this.problems = problems;
        this.builder = new TreeBuilder(problems);
    }

    /** Reads a whole document; what has problems is not in the tree. */
    public InnerNode read(final Reader text) {
        final InnerNode root = InnerNode.root(schema);
        try (JsonParser parser = FACTORY.createParser(text)) {
            json = parser;
            readDocument(root);
        } catch (final JsonProcessingException e) {
            problems.add(ErrorTag.MALFORMED_MESSAGE, "/", location(e.getLocation()),
                "the file is not well-formed JSON here: " + e.getOriginalMessage());
        } catch (final UnreadableException e) {
            problems.add(e.problem());
        } catch (final IOException e) {
            problems.add(ErrorTag.MALFORMED_MESSAGE, "/", Location.NOWHERE, "reading stopped: " + e.getMessage());
        }
        return root;
    }

    private void readDocument(final InnerNode root) throws IOException, UnreadableException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new UnreadableException(ErrorTag.MALFORMED_MESSAGE, here(),
                "a configuration in JSON is one object: begin the file with {");
        }
        readMembers(root);
        if (json.nextToken() != null) {
            throw new UnreadableException(ErrorTag.MALFORMED_MESSAGE, here(),
                "something follows the object; a configuration in JSON is one object");
        }
    }

    private void readMembers(final InnerNode parent) throws IOException {
        final Set<SchemaNode> met = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final Location location = here();
            final String member = json.currentName();
            json.nextToken();
            final Optional<SchemaNode> kind = find(parent, member, location);
            if (kind.isEmpty() || !builder.isConfigurable(parent, kind.get(), location)) {
                json.skipChildren();
            } else if (!met.add(kind.get())) {
                builder.refuse(ErrorTag.BAD_ELEMENT, parent, kind.get().qualifiedName(), location,
                    "member \"" + member + "\" is there a second time; leave one out");
                json.skipChildren();
            } else {
                readMember(parent, kind.get(), location);
            }
        }
    }

    /** Names carry their module at the top and where it changes (RFC 7951 §4). */
    private Optional<SchemaNode> find(final InnerNode parent, final String member, final Location location) {
        final int colon = member.indexOf(':');
        final String moduleName = colon < 0 ? parent.schema().name().module().name() : member.substring(0, colon);
        final String local = member.substring(colon + 1);
        final Optional<YangModule> module = schema.module(moduleName);
        final Optional<SchemaNode> kind = module.flatMap(found -> parent.schema().child(found, local));
        if (colon < 0 && parent.schema().isRoot()) {
            builder.refuse(ErrorTag.UNKNOWN_NAMESPACE, parent, member, location,
                "\"" + member + "\" needs its module's name before it, such as \"ietf-interfaces:interfaces\"");
        } else if (module.isEmpty()) {
            builder.refuse(ErrorTag.UNKNOWN_NAMESPACE, parent, member, location,
                "'" + moduleName + "' is no module of the switch; correct the name before the colon");
        } else if (kind.isEmpty()) {
            builder.refuse(ErrorTag.UNKNOWN_ELEMENT, parent, member, location,
                Suggestion.unknown(parent.schema(), module.get(), local));
        }
        return kind;
    }

    private void readMember(final InnerNode parent, final SchemaNode kind, final Location location) throws IOException {
        switch (kind) {
            case ContainerSchema container -> readObject(parent, container, location);
            case ListSchema list -> readArray(parent, list, location);
            case LeafListSchema leafList -> readArray(parent, leafList, location);
            case ValueSchema leaf -> readValue(parent, leaf, location);
        }
    }

    private void readObject(final InnerNode parent, final InnerSchema kind, final Location location)
        throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            refuseForm(parent, kind, location, "an object {...}");
            return;
        }
        final InnerNode node = builder.begin(parent, kind, location);
        readMembers(node);
        builder.end(node);
    }

    private void readArray(final InnerNode parent, final SchemaNode kind, final Location location) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            refuseForm(parent, kind, location, "an array [...]");
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (kind instanceof ListSchema list) {
                readObject(parent, list, here());
            } else {
                readValue(parent, (ValueSchema) kind, here());
            }
        }
    }

    private void readValue(final InnerNode parent, final ValueSchema kind, final Location location) throws IOException {
        final Optional<Form> form = switch (json.currentToken()) {
            case VALUE_STRING -> Optional.of(Form.STRING);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Optional.of(Form.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> Optional.of(Form.BOOLEAN);
            case START_ARRAY -> readNull();
            default -> Optional.empty();
        };
        if (form.isEmpty()) {
            refuseForm(parent, kind, location, "a value");
            return;
        }
        final String text = form.get() == Form.NULL ? "" : json.getText();
        builder.value(parent, kind, new Lexical(text, form.get(), prefix ->
            prefix.isEmpty() ? Optional.of(kind.name().module()) : schema.module(prefix)), location);
    }

    /** The value of a leaf of type empty is [null] (RFC 7951 §6.9). */
    private Optional<Form> readNull() throws IOException {
        final boolean isNull = json.nextToken() == JsonToken.VALUE_NULL && json.nextToken() == JsonToken.END_ARRAY;
        int depth = isNull || json.currentToken() == JsonToken.END_ARRAY ? 0 : 1;
        if (json.currentToken().isStructStart()) {
            json.skipChildren();
        }
        while (depth > 0) {
            final JsonToken token = json.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return isNull ? Optional.of(Form.NULL) : Optional.empty();
    }

    private void refuseForm(final InnerNode parent, final SchemaNode kind, final Location location, final String form)
        throws IOException {
        builder.refuse(ErrorTag.BAD_ELEMENT, parent, kind.qualifiedName(), location,
            kind.name().local() + " is a " + kind.kind() + "; write " + form);
        json.skipChildren();
    }

    private Location here() {
        return location(json.currentTokenLocation());
    }

    private static Location location(final JsonLocation location) {
        return location == null ? Location.NOWHERE
            : new Location(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
