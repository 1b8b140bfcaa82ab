package io.mecvswitch.classifier;

import io.mecvswitch.config.ValueRange;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The values of a field, cut wherever one of many ranges begins or has ended: no range divides an elementary interval.
 *
 * <p>The interval of a value is found by a table over equal strides of values and a binary search in the stride. There
 * are about as many strides as intervals, so that evenly spread bounds cost one step, and the worst spread a binary
 * search; with thousands of bounds a stride is one port number and there is nothing to search.
 *
 * <pre>
 *   0 ──────────── starts[1] ─┬─────┬──────┬──┬─────────── starts[size - 1] ───────── highest
 *                   │   stride    │   stride    │   stride    │
 * </pre>
 */
final class Axis {
    private static final int STRIDES_PER_INTERVAL = 4;

    private final long[] starts;
    private final int strideShift;
    private final int[] strides;

    private Axis(final long[] starts) {
        this.starts = starts;
        final long span = starts[starts.length - 1] - starts[1];
        final long strideCount = (long) Integer.highestOneBit(starts.length) * STRIDES_PER_INTERVAL;
        int shift = 0;
        while (span >>> shift >= strideCount) {
            shift++;
        }
        this.strideShift = shift;
        this.strides = new int[(int) (span >>> shift) + 2];
        int interval = 1;
        for (int stride = 0; stride < strides.length; stride++) {
            final long value = starts[1] + ((long) stride << shift);
            while (interval + 1 < starts.length && starts[interval + 1] <= value) {
                interval++;
            }
            strides[stride] = interval;
        }
    }

    /** The axis of a field that each question asks for; it is cut at least once, as no range is that of all values. */
    static Axis of(final List<RangeIndex.Question> questions, final RangeField field) {
        return new Axis(LongStream.concat(LongStream.of(0), questions.stream().flatMapToLong(question -> {
            final ValueRange range = question.of(field);
            return LongStream.of(range.first(), range.last() + 1);
        })).filter(start -> start <= field.highest).sorted().distinct().toArray());
    }

    /** Elementary intervals. */
    int size() {
        return starts.length;
    }

    /** Index of the interval that a value lies in. */
    int find(final long value) {
        final long distance = value - starts[1];
        if (distance < 0) {
            return 0;
        }
        // Behind the last start the last stride goes on.
        final int stride = (int) Math.min(distance >>> strideShift, strides.length - 2);
        int low = strides[stride];
        int high = strides[stride + 1];
        while (low < high) {
            final int middle = low + high + 1 >>> 1;
            if (starts[middle] <= value) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
