package io.mecvswitch.control.schema;

import java.util.Optional;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;

/**
 * A {@code must} or {@code when} of the model, parsed but not yet compiled.
 *
 * @param expression   syntax tree
 * @param text         as written
 * @param module       module of names without prefix
 * @param onParent     whether the context node is the parent: so for a {@code when} of an augment, choice or case
 *                     (RFC 7950 §7.21.5), else it is the node that has the condition
 * @param errorMessage the model's own words
 * @param errorAppTag  the model's own app-tag
 */
public record Condition(
    YangXPathExpression expression,
    String text,
    YangModule module,
    boolean onParent,
    Optional<String> errorMessage,
    Optional<String> errorAppTag) { }
