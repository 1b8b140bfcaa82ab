package io.mecvswitch.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The RAN slices of a neutral host.
 *
 * @param limit  how many there may be
 * @param slices in any order
 */
public record SlicesConfig(int limit, List<SliceConfig> slices) {
    /** No slices: everybody has access. */
    public static final SlicesConfig NONE = new SlicesConfig(6, List.of());

    /** Those bearers whose subscriber has access to their slice; the same list where every slice is open. */
    public List<BearerConfig> admitted(final List<BearerConfig> bearers) {
        final Map<String, Set<String>> lists = new HashMap<>();
        slices.stream().filter(SliceConfig::closed)
            .forEach(slice -> lists.put(slice.plmn(), Set.copyOf(slice.imsis())));
        return lists.isEmpty() ? bearers : bearers.stream().filter(bearer -> isAdmitted(bearer, lists)).toList();
    }

    /** PLMN of the slice that an address is a gateway of. */
    public Optional<String> owner(final IpAddress gateway) {
        return slices.stream().filter(slice -> slice.gateways().contains(gateway)).map(SliceConfig::plmn).findFirst();
    }

    private static boolean isAdmitted(final BearerConfig bearer, final Map<String, Set<String>> lists) {
        final Set<String> list = bearer.slice().map(lists::get).orElse(null);
        return list == null || bearer.imsi().filter(list::contains).isPresent();
    }
}
