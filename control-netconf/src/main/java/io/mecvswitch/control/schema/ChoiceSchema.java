package io.mecvswitch.control.schema;

import java.util.List;
import java.util.Optional;

/**
 * A choice of the model: of its cases one at most has nodes. Choices are no data nodes, so they stand beside the tree:
 * the children of their cases are children of the node that has the choice.
 *
 * @param name        its name
 * @param mandatory   whether one case must be there
 * @param defaultCase the case whose defaults hold when there is none
 * @param whens       conditions under which it may exist, all seen from the node that has the choice
 * @param branches    the cases it is in itself, outermost first; mostly none
 */
public record ChoiceSchema(
    Name name, boolean mandatory, Optional<Name> defaultCase, List<Condition> whens, List<Branch> branches) {

    /**
     * A case of a choice, as the nodes in it know it.
     *
     * @param choice   the choice
     * @param caseName the case
     */
    public record Branch(ChoiceSchema choice, Name caseName) {
        /** Whether it is this choice, and another of its cases. */
        public boolean excludes(final Branch other) {
            return choice == other.choice && !caseName.equals(other.caseName);
        }
    }
}
