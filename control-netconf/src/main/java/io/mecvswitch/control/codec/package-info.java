/**
 * Between text and tree.
 *
 * <p>{@link io.mecvswitch.control.codec.XmlReader} and {@link io.mecvswitch.control.codec.JsonReader} (RFC 7951) walk a
 * document once and let a {@link io.mecvswitch.control.codec.TreeBuilder} add what they meet: it knows the model, makes
 * values canonical, and notes unknown names, doubles and wrong types with line and column. A document that is not well
 * formed is not read further; any other mistake is noted and skipped. {@link io.mecvswitch.control.codec.XmlWriter} and
 * {@link io.mecvswitch.control.codec.JsonWriter} write a tree so that reading gives the same tree again.
 *
 * <p>Input is not trusted: document types, entities and external references are refused, size and depth are bounded.
 * One thread per reader. What can only be judged when everything is there, {@code validate} judges next.
 */
package io.mecvswitch.control.codec;
