/**
 * What the switch tells of itself, where other processes can read it.
 *
 * <p>Lanes and control count into {@link org.agrona.concurrent.status.AtomicCounter}s that lie in one memory-mapped
 * file. Counting is an addition in memory; nobody is asked, woken or locked when somebody looks. Tools map the same
 * file read-only.
 *
 * <pre>
 *   lanes ── add ──▶ ┌──────────────────────────────────────┐
 *                    │ header │ labels │ values │ error log │ ◀── map, read-only ── mec-vswitch show
 *   control ─ beat ▶ └──────────────────────────────────────┘
 *     StatusFile                 a file in /dev/shm                 StatusReader
 * </pre>
 *
 * <p>Counters arrive from control, which asks {@link io.mecvswitch.status.StatusFile} for those of a port, a rule or a
 * lane when it builds them in. {@link io.mecvswitch.status.CounterType} is the list of all that is counted.
 * {@link io.mecvswitch.status.StatusReader} checks a file and takes {@link io.mecvswitch.status.StatusSnapshot}s of it;
 * {@link io.mecvswitch.status.Conservation} asks of a snapshot whether every packet is accounted for.
 *
 * <p>Each counter has one writer, except those of drop reasons, which all lanes add to atomically. Read
 * {@link io.mecvswitch.status.CounterType}, then {@link io.mecvswitch.status.StatusFile}.
 */
package io.mecvswitch.status;
