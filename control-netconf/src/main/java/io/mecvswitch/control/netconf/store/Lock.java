package io.mecvswitch.control.netconf.store;

import java.time.Instant;

/**
 * A lock on a datastore.
 *
 * @param session who has it
 * @param since   when it was given
 */
public record Lock(int session, Instant since) { }
