package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Some of the bearers in use.
 *
 * @param bearers in no order that means anything
 * @param next    where to go on; empty if that was all
 */
public record BearerPage(List<BearerState> bearers, OptionalInt next) {
    /**
     * Which bearers are asked for.
     *
     * @param after  where to begin, 0 at first, then {@link BearerPage#next}
     * @param limit  most bearers of the page, 1 or more
     * @param name   only the one of this name
     * @param ue     only the one of this UE
     * @param source only those of this source
     */
    public record Query(int after, int limit, Optional<String> name, Optional<IpAddress> ue,
        Optional<BearerState.Source> source) { }
}
