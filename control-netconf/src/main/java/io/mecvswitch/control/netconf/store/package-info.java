/**
 * What is configured, what is going to be, and who may change it (RFC 6241 §5, §7.5, §8.3).
 *
 * <p>{@link io.mecvswitch.control.netconf.store.Datastores} holds the running configuration and the one candidate that
 * all sessions share, both as trees of {@code tree}; {@link io.mecvswitch.control.netconf.store.Locks} says who may
 * change them. A commit goes through {@link io.mecvswitch.control.netconf.store.Installer}:
 *
 * <pre>
 *   candidate ─▶ validate, map what differs ─▶ get ready to keep it ─▶ ConfigTarget.apply ─▶ keep it ─▶ running
 *                     model's no                no room, no right       dataplane's no
 * </pre>
 *
 * <p>so that whatever says no leaves running, candidate, dataplane and file as they were. {@link
 * io.mecvswitch.control.netconf.store.ConfigTarget} is the switch as seen from here; {@link
 * io.mecvswitch.control.netconf.store.ConfigFile} the file, with the
 * {@link io.mecvswitch.control.netconf.store.CommitJournal} of what came since it was written;
 * {@link io.mecvswitch.control.netconf.store.Recovery} reads both at the next start. A commit that waits for its
 * confirmation ({@link io.mecvswitch.control.netconf.store.Pending}) runs and is not kept: until it is confirmed, the
 * disk has what to go back to.
 *
 * <p>{@link io.mecvswitch.control.netconf.store.SavedFiles} are what users keep beside that. A {@link
 * io.mecvswitch.control.netconf.store.Journal} is told what becomes of running.
 *
 * <p>Threads of sessions; one changes something at a time, reading waits for nobody. Read {@code operation} next.
 */
package io.mecvswitch.control.netconf.store;
