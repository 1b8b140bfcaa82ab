package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PathNewsTest {
    private static final IpAddress OWN = IpAddress.parse("192.0.2.100");
    private static final IpAddress PEER = IpAddress.parse("192.0.2.1");
    private static final PeerConfig WATCHED =
        new PeerConfig(PEER, "access", MacAddress.parse("02:00:00:00:00:01"), OptionalInt.empty(), 60, 3, 5);
    private static final List<EndpointConfig> WATCHING = List.of(
        new EndpointConfig(OWN, Optional.empty(), true, 1, false, false, List.of(WATCHED)));
    private static final String UP = "The GTP-U path from 192.0.2.100 to 192.0.2.1 is up.";
    private static final String DOWN =
        "The GTP-U path from 192.0.2.100 to 192.0.2.1 is down: 5 Echo Requests were not answered.";

    private final StatusFile status = StatusFile.inMemory();
    private final List<String> said = new ArrayList<>();
    private final PathNews news = new PathNews(status, said::add);

    private void look(final long state) {
        status.pathCounters(OWN + " " + PEER).state().setRelease(state);
        news.look(WATCHING);
    }

    @Test
    void shouldTellEachChangeOnce() {
        look(0);
        look(1);
        look(1);
        look(2);
        look(2);
        look(1);
        assertEquals(List.of(UP, DOWN, UP), said);
    }

    @Test
    void shouldTellOfAPathThatIsDownFromTheStart() {
        look(2);
        assertEquals(List.of(DOWN), said);
    }

    @Test
    void shouldForgetAPathThatIsNotWatchedAnyMore() {
        look(1);
        news.look(List.of());
        look(1);
        assertEquals(List.of(UP, UP), said);
    }
}
