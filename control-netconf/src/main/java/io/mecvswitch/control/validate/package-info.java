/**
 * Whether a tree obeys the model.
 *
 * <p>A tree arrives whose values and names are right, each for itself. {@link io.mecvswitch.control.validate.Defaults}
 * puts in what holds where nobody wrote anything, since conditions look at that too (RFC 7950 §6.4.1). {@link
 * io.mecvswitch.control.validate.Validator} then visits every node: when, must, leafref, mandatory, choices, numbers
 * of entries, unique. Each check needs one node and what its expressions look at, nothing global, so that later an
 * edit can be checked without visiting the rest. {@link io.mecvswitch.control.validate.Conditions} keeps expressions
 * compiled.
 *
 * <p>Problems carry the tags of RFC 7950 §8.3.1 and §15. One thread per validator. Read {@code map} next.
 */
package io.mecvswitch.control.validate;
