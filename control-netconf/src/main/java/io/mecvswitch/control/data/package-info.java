/**
 * A configuration as a tree.
 *
 * <p>An {@link io.mecvswitch.control.data.InnerNode} is the root, a container or a list entry; a
 * {@link io.mecvswitch.control.data.ValueNode} is a leaf or one value of a leaf-list. Each knows its schema, its
 * parent, and where in the file it stood. Children have the order of the model, entries and values of one list the
 * order in which they came; an entry is found by its key in one look-up, however many there are.
 *
 * <pre>
 *   root ─┬─ interfaces ── interface[name='core0'] ─┬─ name
 *         ├─ wires ── …                             └─ port ── role, device, mtu …
 *         └─ bearers ── bearer[name='…'] × 100 000
 * </pre>
 *
 * <p>The tree is edited in place, so that changing one entry costs the same at ten and at a hundred thousand: who
 * needs a candidate beside a running configuration keeps two trees and applies to one the changes of the other. One
 * thread at a time. {@link io.mecvswitch.control.data.InstancePath} goes from a node to its path and back. Read
 * {@code codec} next.
 */
package io.mecvswitch.control.data;
