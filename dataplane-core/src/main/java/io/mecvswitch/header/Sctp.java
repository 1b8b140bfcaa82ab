package io.mecvswitch.header;

/**
 * The SCTP common header (RFC 9260 §3.1). Its ports stand where TCP's and UDP's do: {@link Tcp#ports}.
 *
 * <pre>
 *    0                               16                            31
 *   ┌───────────────────────────────┬───────────────────────────────┐
 *   │ source port                   │ destination port              │
 *   ├───────────────────────────────┴───────────────────────────────┤
 *   │ verification tag                                              │
 *   ├───────────────────────────────────────────────────────────────┤
 *   │ checksum                                                      │
 *   └───────────────────────────────────────────────────────────────┘
 * </pre>
 */
public final class Sctp {
    /** Octets before the first chunk. */
    public static final int HEADER_LENGTH = 12;

    private Sctp() {
    }
}
