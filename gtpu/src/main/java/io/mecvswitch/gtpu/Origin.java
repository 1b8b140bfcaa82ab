package io.mecvswitch.gtpu;

/** Who told the switch of a bearer. */
public enum Origin {
    /** The configuration: it stays until a commit takes it away. */
    CONFIGURED,
    /** Somebody at run time, bearer by bearer: it stays until taken away the same way, or until the configuration needs
     * its name, a tunnel, its UE address, or its core endpoint as a slice's gateway. */
    RUN_TIME,
    /** Nobody: it was learned from traffic. It yields to whoever is told. */
    LEARNED,
    /** No bearer: UEs without tunnels, all of a prefix (SGi). No key leads to it. */
    PREFIX
}
