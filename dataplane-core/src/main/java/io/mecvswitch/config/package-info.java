/**
 * What the dataplane is told: plain immutable records, the seam between management and packet path.
 *
 * <p>{@link io.mecvswitch.config.SwitchConfig} holds everything: ports, wires, rules, bearers, and the layout on the
 * machine. Management makes one from its data tree; the switch answers with the
 * {@link io.mecvswitch.config.Violation}s that keep it from running it, or runs it. Nothing else crosses the seam in
 * that direction, so that management can one day live in a process of its own.
 *
 * <p>Names are those of ETSI GS MEC 010-2 traffic rules and of 3GPP TS 29.281.
 */
package io.mecvswitch.config;
