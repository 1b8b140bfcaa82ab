/**
 * What a packet is, and which traffic rule concerns it (REQ_DP_1).
 *
 * <p>{@link io.mecvswitch.classifier.Parse} proves where the headers are and says so in columns.
 * {@link io.mecvswitch.classifier.CheckSource} refuses what comes from where its port may not send from.
 * {@link io.mecvswitch.classifier.Reassemble} puts the fragments of tunnels together, where anybody looks into them,
 * and has the whole parsed again.
 * {@link io.mecvswitch.classifier.Classify} gathers the fields that any rule asks for into a key, finds the best rule
 * of each packet in a {@link io.mecvswitch.classifier.Ruleset}, and writes the rule's decision into the action and
 * egress columns, where {@code gtpu} and {@code sfc} read it.
 *
 * <pre>
 *   packet ──▶ layers, offsets, TEID … ──▶ key: 14 words ──▶ tuple 1 ┐
 *                                                            tuple 2 ├──▶ best rule ──▶ action, egress
 *                                                            …       ┘
 * </pre>
 *
 * <p>A tuple is a hash table over all questions that ask for the same bits; where they also ask for ranges of ports or
 * TEIDs, a {@code RangeIndex} behind the entry tells them apart. There is no cache of flows: every packet costs what
 * the first one does, whoever sends it.
 *
 * <p>The stages run in the lane that receives, by default. Read {@code Parse}, then {@code FlowKey}, then
 * {@code Tuple}, then {@code RangeIndex}.
 */
package io.mecvswitch.classifier;
