/**
 * What happens to packets, in what order, under which configuration.
 *
 * <p>A {@link io.mecvswitch.stage.PacketVector} holds a burst of packets as columns. A
 * {@link io.mecvswitch.stage.Stage} is a function of a vector: it reads columns that stages before it wrote, writes its
 * own, and may give packets a verdict. The stages of a configuration, in the order of
 * {@link io.mecvswitch.stage.StageName}, make a {@link io.mecvswitch.stage.Pipeline}; a
 * {@link io.mecvswitch.stage.Placement} says where it is cut into lanes.
 *
 * <pre>
 *   Parse ─ CheckSource ─ Reassemble ─ Classify ─ Answer ─ Duplicate ─ MatchBearer ─ Decapsulate ─┐
 *     │          │            │           │          │          │           │             │       │
 *     │          │            │           │          │          │           │             │       │
 *     │   Transmit ─ Rewrite ─┼─ Encapsulate ─ Bridge ─ Steer ──┼───────────┼─────────────┼───────┘
 *     │                │      │        │         │       │      │           │             │
 *     └── verdicts ────┴──────┴────────┴─────────┴───────┴──────┴───────────┴─────────────┴──▶ Exit: counted, freed
 * </pre>
 *
 * <p>Only {@link io.mecvswitch.stage.Transmit} stands in this package; the other stages are the business of the feature
 * modules, which know this package and not each other: they meet in the vector's columns. Nothing here knows threads.
 *
 * <p>Vectors arrive from {@code lane}; packets leave by {@link io.mecvswitch.stage.Transmit} to {@code port} or by
 * {@link io.mecvswitch.stage.Exit} to {@code memory}. Next: {@code lane}.
 */
package io.mecvswitch.stage;
