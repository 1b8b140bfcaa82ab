/**
 * What a request asks for (RFC 6241 §7, §8).
 *
 * <p>{@link io.mecvswitch.control.netconf.operation.Operations} finds the operation of an {@code <rpc>} and does it on
 * the datastores, as far as {@code access} permits; {@link io.mecvswitch.control.netconf.operation.Parameters} reads
 * its parameters and refuses what the operation does not have; {@link
 * io.mecvswitch.control.netconf.operation.Reading} is what all that read have in common, from the datastore to the
 * answer, with {@link io.mecvswitch.control.netconf.operation.WithDefaults} and, for {@code get-data}, {@link
 * io.mecvswitch.control.netconf.operation.DataRequest}; {@link io.mecvswitch.control.netconf.operation.RequestedEdit}
 * is what an edit-config does to a tree; {@link io.mecvswitch.control.netconf.operation.Capability} lists what the
 * switch can. Operations of the switch's own modules are {@link
 * io.mecvswitch.control.netconf.operation.SwitchOperation}s; those of a switch that runs, apart from its configuration,
 * stand in {@link io.mecvswitch.control.netconf.operation.RunningSwitch} and ask it through {@link
 * io.mecvswitch.control.netconf.operation.SwitchCommands}. An operation knows its {@link
 * io.mecvswitch.control.netconf.operation.Caller} and nothing of streams. It answers with the content of the reply, or
 * throws.
 *
 * <p>Threads of sessions. Read {@code session} next.
 */
package io.mecvswitch.control.netconf.operation;
