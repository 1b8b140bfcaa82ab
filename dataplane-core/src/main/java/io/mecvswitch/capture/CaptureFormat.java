package io.mecvswitch.capture;

import java.io.IOException;
import java.util.Optional;

/** How a capture file holds its frames. Used by one thread. */
interface CaptureFormat {
    /**
     * The next frame; empty at the end of the file, or where it was cut off.
     *
     * @throws IOException if the file can't be read or contradicts its format
     */
    Optional<CapturedFrame> next() throws IOException;
}
