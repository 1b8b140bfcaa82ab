/**
 * XPath 1.0 over a configuration, with the functions YANG adds (RFC 7950 §10).
 *
 * <p>yangtools has parsed the expression and resolved its prefixes; {@link io.mecvswitch.control.xpath.XPathCompiler}
 * turns that syntax tree, once, into an {@link io.mecvswitch.control.xpath.Expression} of small functions, which is
 * then evaluated from a node and yields a {@link io.mecvswitch.control.xpath.Value}. {@link
 * io.mecvswitch.control.xpath.Leafrefs} follows leafrefs, by key where it can. What an expression sees is the tree as
 * it is: put defaults in first.
 *
 * <p>What clients send is a {@link io.mecvswitch.control.xpath.Query}: bounded in length and depth, and evaluated at a
 * {@link io.mecvswitch.control.xpath.Cost} that it may not exceed. Expressions see {@link
 * io.mecvswitch.control.data.Instance}s, whatever the tree is made of.
 *
 * <p>Expressions are immutable. Read {@code validate} next.
 */
package io.mecvswitch.control.xpath;
