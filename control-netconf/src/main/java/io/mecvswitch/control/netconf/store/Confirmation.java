package io.mecvswitch.control.netconf.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What makes a commit one that is taken back unless it is confirmed (RFC 6241 §8.4.5.1).
 *
 * @param timeout how long it waits
 * @param persist the token with which any session may confirm it; empty if only the session itself may, while it lasts
 */
public record Confirmation(Duration timeout, Optional<String> persist) { }
