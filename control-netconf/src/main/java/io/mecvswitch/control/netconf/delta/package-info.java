/**
 * From a valid configuration to the next one, at the cost of what differs.
 *
 * <p>Trees share what they have in common, so what is the same object in both need not be looked at. {@link
 * io.mecvswitch.control.netconf.delta.DeltaValidator} walks two trees side by side, checks what came and what changed,
 * and asks {@link io.mecvswitch.control.netconf.delta.Watches}, made of the model once, which conditions elsewhere look
 * at such nodes. {@link io.mecvswitch.control.netconf.delta.UniqueIndex} knows who has which values that no two entries
 * may have. {@link io.mecvswitch.control.netconf.delta.Mapping} makes records of what differs and keeps the others.
 *
 * <pre>
 *   former ──┬─▶ what differs ─▶ checked ─▶ who looks at it ─▶ checked again ─▶ records of it
 *   next   ──┘   (by identity)                (by the model)
 * </pre>
 *
 * <p>That nothing is missed is tested against the validator that looks at everything. Under the lock of {@code store},
 * one thread at a time. Read {@code store} next.
 */
package io.mecvswitch.control.netconf.delta;
