/**
 * Headers as they stand on the wire.
 *
 * <p>Every class is one header: constants for its fields' offsets, and static functions that read and write a field at
 * (memory, offset of the header). Nothing is allocated, nothing is kept, any thread may call. The order in which a
 * packet shows them:
 *
 * <pre>
 *   Ethernet > Vlan > Vlan > Ipv4 / Ipv6 > Udp > Gtpu > extension headers > Ipv4 / Ipv6 > Tcp, Udp, ...
 * </pre>
 *
 * <p>No function checks bounds: the {@code Parse} stage proves once that a header lies within its frame, and everyone
 * behind it reads freely. Where a stage wants several fields of a header it loads {@code word0}, eight octets at once,
 * and takes the fields from the word.
 *
 * <p>{@link io.mecvswitch.header.Wire} holds the byte order. {@link io.mecvswitch.header.InternetChecksum} serves all
 * of them. Packets come from {@code port}; who reads headers is in {@code stage}. Read
 * {@link io.mecvswitch.header.Gtpu} first, it is what the switch is about. {@link io.mecvswitch.header.Arp} and
 * {@link io.mecvswitch.header.NeighborDiscovery} stand beside this order, and so do {@link io.mecvswitch.header.Nsh}
 * and {@link io.mecvswitch.header.Mpls}, which say of a packet where it is on its way through service functions.
 */
package io.mecvswitch.header;
