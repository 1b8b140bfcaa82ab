package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.control.netconf.tree.Branch;

/**
 * A configuration that the model allows.
 *
 * @param tree   what somebody wrote
 * @param config what it means to the switch
 */
public record Valid(Branch tree, SwitchConfig config) { }
