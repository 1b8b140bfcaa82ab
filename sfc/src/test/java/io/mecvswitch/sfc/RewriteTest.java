package io.mecvswitch.sfc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limits of a push; what a rewritten packet looks like is tested through the whole line. */
class RewriteTest {
    private static final int SLOT = 256;

    private final ArrayMemory memory = new ArrayMemory(2, SLOT);
    private final PacketVector vector = new PacketVector(1);

    /** Pushes a tag onto a frame that lies so many octets behind the start of the second buffer. */
    private DropReason push(final int room) {
        final Edits edits = new Edits(1);
        edits.put(0, Action.FORWARD, new HeaderRewrite(Optional.empty(), Optional.empty(),
            new TagRewrite.Push(TagRewrite.Type.C_VLAN, 5, 0, false), Optional.empty()));
        vector.size = 0;
        vector.add(2, SLOT + room, 60, 0);
        vector.act(0, Action.FORWARD);
        vector.rewrites = true;
        vector.moved = false;
        new Rewrite(edits, memory).process(vector);
        return DropReason.of(vector.verdict[0]);
    }

    @Test
    void shouldPushATagWhereThereIsRoom() {
        assertEquals(DropReason.NONE, push(4));
        assertEquals(SLOT, vector.position[0]);
        assertEquals(64, vector.length[0]);
        assertEquals(true, vector.moved);
    }

    @Test
    void shouldDropWhereThereIsNoRoomForATag() {
        assertEquals(DropReason.HEADROOM, push(3));
        assertEquals(SLOT + 3, vector.position[0]);
    }
}
