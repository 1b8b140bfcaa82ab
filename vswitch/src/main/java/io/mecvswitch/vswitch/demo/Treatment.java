package io.mecvswitch.vswitch.demo;

/** What the demo's configuration does with a subscriber's traffic. */
enum Treatment {
    /** No rule concerns it: to the core and back, untouched. */
    PASS,
    /** To the edge application, which answers. */
    BREAK_OUT,
    /** As {@link #PASS} until the change in mid-run, then as {@link #BREAK_OUT}. */
    MOVE,
    /** Through the inline application, in both directions. */
    INLINE
}
