package io.mecvswitch.vswitch;

import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.TagRewrite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a sound frame apart into addresses, tags and payload, changes them, and puts it together again. */
final class NaiveRewrite {
    private NaiveRewrite() {
    }

    /** The frame as it leaves; empty if it must not. */
    static Optional<byte[]> of(final byte[] frame, final HeaderRewrite rewrite) {
        final ByteBuffer in = ByteBuffer.wrap(frame);
        final byte[] destination = octets(in, 6);
        final byte[] source = octets(in, 6);
        final List<int[]> tags = new ArrayList<>();
        int type = in.getShort() & 0xffff;
        while (type == 0x8100 || type == 0x88a8) {
            tags.add(new int[] {type, in.getShort() & 0xffff});
            type = in.getShort() & 0xffff;
        }
        final byte[] payload = octets(in, in.remaining());
        final int dscpType = type;
        rewrite.dscp().ifPresent(dscp -> mark(dscpType, payload, dscp));
        change(tags, rewrite.tags());
        if (tags.size() > 2) {
            return Optional.empty();
        }
        final ByteBuffer out = ByteBuffer.allocate(14 + 4 * tags.size() + payload.length);
        out.put(rewrite.destination().map(NaiveRewrite::octets).orElse(destination));
        out.put(rewrite.source().map(NaiveRewrite::octets).orElse(source));
        tags.forEach(tag -> out.putShort((short) tag[0]).putShort((short) tag[1]));
        return Optional.of(out.putShort((short) type).put(payload).array());
    }

    private static byte[] octets(final ByteBuffer in, final int count) {
        final byte[] octets = new byte[count];
        in.get(octets);
        return octets;
    }

    private static byte[] octets(final MacAddress mac) {
        return octets(ByteBuffer.allocate(8).putLong(mac.bits()).position(2), 6);
    }

    private static void change(final List<int[]> tags, final TagRewrite rewrite) {
        switch (rewrite) {
            case TagRewrite.Keep() -> { }
            case TagRewrite.Push(var type, int id, int priority, boolean eligible) ->
                tags.addFirst(new int[] {tpid(type), priority << 13 | (eligible ? 1 << 12 : 0) | id});
            case TagRewrite.Pop() when !tags.isEmpty() -> tags.removeFirst();
            case TagRewrite.Change change when !tags.isEmpty() -> change(tags.getFirst(), change);
            default -> { }
        }
    }

    private static void change(final int[] tag, final TagRewrite.Change change) {
        final int tci = tag[1];
        tag[0] = change.type().map(NaiveRewrite::tpid).orElse(tag[0]);
        tag[1] = change.priority().orElse(tci >> 13) << 13
            | (change.dropEligible().orElse((tci >> 12 & 1) == 1) ? 1 << 12 : 0) | change.id().orElse(tci & 0xfff);
    }

    private static int tpid(final TagRewrite.Type type) {
        return type == TagRewrite.Type.C_VLAN ? 0x8100 : 0x88a8;
    }

    /** The IPv4 checksum is computed anew, over the whole header. */
    private static void mark(final int type, final byte[] ip, final int dscp) {
        if (type == 0x86dd) {
            final int trafficClass = dscp << 2 | ip[1] >> 4 & 3;
            ip[0] = (byte) (0x60 | trafficClass >> 4);
            ip[1] = (byte) (trafficClass << 4 | ip[1] & 0xf);
        } else if (type == 0x0800) {
            ip[1] = (byte) (dscp << 2 | ip[1] & 3);
            ip[10] = 0;
            ip[11] = 0;
            int sum = 0;
            for (int i = 0; i < (ip[0] & 0xf) * 4; i += 2) {
                sum += (ip[i] & 0xff) << 8 | ip[i + 1] & 0xff;
            }
            while (sum >> 16 != 0) {
                sum = (sum & 0xffff) + (sum >> 16);
            }
            ip[10] = (byte) (~sum >> 8);
            ip[11] = (byte) ~sum;
        }
    }
}
