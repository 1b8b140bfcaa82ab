/**
 * Configurations that share what they have in common.
 *
 * <p>A {@link io.mecvswitch.control.netconf.tree.Branch} and all below it never change: an edit makes new branches on
 * the way from the root to what it changes, and the rest belongs to both trees. Nodes therefore do not know their
 * parents. The entries of a list are {@link io.mecvswitch.control.netconf.tree.Entries}: in a balanced tree by key,
 * where their order means nothing, so that one of a hundred thousand costs seventeen nodes; in an array, where it does.
 *
 * <pre>
 *   running  ──▶ root ─┬─ interfaces ◀─┬─ root' ◀── candidate      one rule was edited
 *                      ├─ bearers    ◀─┤
 *                      └─ rules        └─ rules'
 * </pre>
 *
 * <p>{@link io.mecvswitch.control.netconf.tree.Edit} does what {@code edit-config} asks for, a {@link
 * io.mecvswitch.control.netconf.tree.Filter} takes a part: {@link io.mecvswitch.control.netconf.tree.SubtreeFilter}, or
 * {@link io.mecvswitch.control.netconf.tree.XPathFilter}, for which nodes become {@link
 * io.mecvswitch.control.netconf.tree.Place}s as it looks at them. {@link io.mecvswitch.control.netconf.tree.Completion}
 * puts defaults in, marked, for those who want to read them. {@link
 * io.mecvswitch.control.netconf.tree.DataWriter} writes XML. {@link io.mecvswitch.control.netconf.tree.Trees} goes from
 * and to the {@code data} tree, on which the validator and the mapping work. Only what somebody wrote is in a tree that
 * is kept: no defaults, no empty containers without presence.
 *
 * <p>Immutable, any thread. Read {@code store} next.
 */
package io.mecvswitch.control.netconf.tree;
