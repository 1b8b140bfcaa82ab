package io.mecvswitch.status;

import java.util.List;
import java.util.Optional;

/**
 * All counters as they were read in one go.
 *
 * @param pid         number of the process that writes them
 * @param alive       whether it runs; if not, these are its last words
 * @param startedMs   when it made the file, milliseconds since 1970
 * @param heartbeatMs when control last showed that it is there
 * @param counters    in the order of their types, keys and sub-keys
 */
public record StatusSnapshot(long pid, boolean alive, long startedMs, long heartbeatMs, List<CounterValue> counters) {
    /** Counters of a type, by key and sub-key. */
    public List<CounterValue> of(final CounterType type) {
        return counters.stream().filter(counter -> counter.type() == type).toList();
    }

    /** Sum over all counters of a type. */
    public long total(final CounterType type) {
        return counters.stream().filter(counter -> counter.type() == type).mapToLong(CounterValue::value).sum();
    }

    /** Sum over the sub-keys of one key; 0 if there is none. */
    public long total(final CounterType type, final int key) {
        return of(type).stream().filter(counter -> counter.key() == key).mapToLong(CounterValue::value).sum();
    }

    /** The counter of this type with this label, as of a rule by its name; its sub-keys together. */
    public Optional<CounterValue> find(final CounterType type, final String label) {
        return of(type).stream().filter(counter -> counter.label().equals(label)).reduce((first, next) ->
            new CounterValue(type, first.key(), first.subKey(), label, first.value() + next.value()));
    }
}
