/**
 * The model: what a configuration may contain.
 *
 * <p>{@link io.mecvswitch.control.schema.YangModules} names the YANG files and opens them.
 * {@link io.mecvswitch.control.schema.SchemaLoader} has yangtools parse them and turns the effective model into a
 * {@link io.mecvswitch.control.schema.Schema}: a small tree of {@link io.mecvswitch.control.schema.SchemaNode}s in
 * which groupings, augments and choices are already resolved, so that a child of a data node is found by one look-up.
 * Notifications have a root of their own. A {@link io.mecvswitch.control.schema.ValueType} turns what was written into
 * the canonical form, or says what is wrong.
 *
 * <p>All that happens at the build: {@link io.mecvswitch.control.schema.Model} has {@code ModelWriter} write the schema
 * down, and at a start {@code ModelReader} makes it again, a hundred times as fast. Tests see that both are the same.
 *
 * <pre>
 *   build:  *.yang ──▶ yangtools ──▶ SchemaLoader ──▶ Schema ──▶ ModelWriter ──▶ server.model
 *   start:  server.model ──▶ ModelReader ──▶ Schema ──▶ data, codec, validate
 * </pre>
 *
 * <p>Only this package and {@code xpath} see yangtools. Everything here is immutable once loaded and may be shared by
 * threads. Read {@link io.mecvswitch.control.schema.SchemaNode}, then {@code data}.
 */
package io.mecvswitch.control.schema;
