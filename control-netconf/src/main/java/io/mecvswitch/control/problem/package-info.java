/**
 * What is wrong with a configuration, and where.
 *
 * <p>Readers and the validator put {@link io.mecvswitch.control.problem.Problem}s into one
 * {@link io.mecvswitch.control.problem.Problems} and go on, so that a person who writes a file sees all mistakes at
 * once. A problem carries what an {@code <rpc-error>} needs (RFC 6241 §4.3): tag, app-tag, path, message; and for a
 * file the {@link io.mecvswitch.control.problem.Location} too.
 *
 * <p>One thread. Nothing here knows the model. Read {@code schema} next.
 */
package io.mecvswitch.control.problem;
