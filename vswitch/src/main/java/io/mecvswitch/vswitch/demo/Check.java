package io.mecvswitch.vswitch.demo;

/** Something that has to hold of every packet of a kind. Counted by the simulation's thread, read by any. */
interface Check {
    /** What has to hold, a clause that starts with the packets. */
    String what();

    /** Whether it held of all of them. */
    boolean passed();

    /** What was counted. */
    String figures();
}
