/**
 * What a switch does once after it was built, so that its first packets, and the first of a kind later on, are as
 * fast as all others.
 *
 * <p>{@link io.mecvswitch.vswitch.warm.WarmUp} has a {@link io.mecvswitch.vswitch.Dataplane} of its own on
 * {@code WarmUpPort}s and null devices, which {@code WarmUpPorts} opens. It makes every configuration of
 * {@code WarmUpSites} the running one, and lets all {@code WarmUpFrames} pass. Nothing arrives from outside and nothing
 * leaves: what remains is what the JIT has learned of the stages, in the JVM's AOT cache.
 *
 * <p>{@code run --warm-up} does it before ports are opened, on the control thread; the launcher's rehearsal asks for
 * it. Decision 29 tells what it costs and gives.
 */
package io.mecvswitch.vswitch.warm;
