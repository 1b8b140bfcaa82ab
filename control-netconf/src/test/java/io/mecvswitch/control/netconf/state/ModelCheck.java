package io.mecvswitch.control.netconf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;

/** Whether state is what the model says that it is: every value of its type, and nothing missing that is mandatory. */
public final class ModelCheck {
    private ModelCheck() { }

    /** Looks at all that is in a branch. */
    public static void check(final Branch branch, final Schema schema) {
        for (final SchemaNode kind : branch.schema().children()) {
            if (kind instanceof LeafSchema leaf && leaf.mandatory() && leaf.branches().isEmpty()) {
                assertFalse(branch.child(kind).isEmpty(), kind + " is mandatory");
            }
            branch.children(kind).forEach(child -> check(child, schema));
        }
    }

    private static void check(final Node node, final Schema schema) {
        switch (node) {
            case Branch branch -> check(branch, schema);
            case Value value -> assertEquals(value.text(), value.schema().type().canonical(
                new Lexical(value.text(), Lexical.Form.TEXT, schema::module)), value.schema().toString());
        }
    }
}
