package io.mecvswitch.vswitch;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.gtpu.Origin;
import io.mecvswitch.gtpu.TunnelTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bearers that come and go at run time, in place and without a commit.
 *
 * <p>Control thread. Entries take effect in their order; one that is refused stops no other. What an entry removes, a
 * later one of the same call may have: its tunnels and UE address are then found without a gap.
 */
final class BearerUpdates {
    private final SwitchConfig running;
    private final TunnelTable tunnels;
    private final List<Violation> refused = new ArrayList<>();

    private BearerUpdates(final SwitchConfig running, final TunnelTable tunnels) {
        this.running = running;
        this.tunnels = tunnels;
    }

    /** Makes the changes; returns why those that were refused were. */
    static List<Violation> apply(final List<BearerUpdate> updates, final SwitchConfig running,
        final TunnelTable tunnels) {
        final BearerUpdates changes = new BearerUpdates(running, tunnels);
        updates.forEach(changes::apply);
        tunnels.settle();
        return changes.refused;
    }

    private void apply(final BearerUpdate update) {
        switch (update) {
            case BearerUpdate.Put(BearerConfig bearer) -> put(bearer);
            case BearerUpdate.Remove(String name) -> remove(name);
        }
    }

    private void put(final BearerConfig bearer) {
        final int before = refused.size();
        requireOurs(bearer.name());
        BearerCheck.check(bearer, refused);
        refused.addAll(QosCheck.violations(running, bearer));
        free(bearer, "/uplink", "tunnel", tunnels.holder(bearer.coreEndpoint(), bearer.uplinkTeid()));
        free(bearer, "/downlink", "tunnel", tunnels.holder(bearer.accessEndpoint(), bearer.downlinkTeid()));
        free(bearer, "/ue-address", "UE address", tunnels.holder(bearer.ueAddress()));
        running.gatewayPort(bearer.ueAddress())
            .ifPresent(port -> refused.add(ConfigCheck.gatewayOf(port, bearer)));
        if (bearer.slice().isPresent() || running.slices().owner(bearer.coreEndpoint()).isPresent()
            || running.slices().owner(bearer.accessEndpoint()).isPresent()) {
            say(ConfigPaths.bearer(bearer.name()) + "/slice",
                "A slice's bearers are subject to its access list. Configure the bearer.");
        }
        if (!tunnels.hasRoom()) {
            say(ConfigPaths.bearer(bearer.name()),
                "The table is full: it holds " + tunnels.size() + " bearers. Remove some first.");
        }
        if (refused.size() == before) {
            tunnels.put(bearer, Origin.RUN_TIME);
        }
    }

    private void remove(final String name) {
        if (tunnels.origin(name).isEmpty()) {
            say(ConfigPaths.bearer(name), "There is no bearer of this name.");
        } else if (requireOurs(name)) {
            tunnels.remove(name);
        }
    }

    /** What a configuration says, only a configuration takes back. */
    private boolean requireOurs(final String name) {
        final boolean ours = !tunnels.origin(name).equals(Optional.of(Origin.CONFIGURED));
        if (!ours) {
            say(ConfigPaths.bearer(name), "The bearer is configured. Change the configuration.");
        }
        return ours;
    }

    private void free(final BearerConfig bearer, final String leaf, final String what, final Optional<String> holder) {
        holder.filter(other -> !other.equals(bearer.name())).ifPresent(other ->
            say(ConfigPaths.bearer(bearer.name()) + leaf,
                "The bearer '" + other + "' has this " + what + ". Remove it first."));
    }

    private void say(final String path, final String message) {
        refused.add(new Violation(path, message));
    }
}
