package io.mecvswitch.control.problem;

import java.util.Optional;

/**
 * One reason why a configuration is refused.
 *
 * @param tag      error-tag (RFC 6241 appendix A)
 * @param appTag   error-app-tag (RFC 7950 §15), where there is one
 * @param path     YANG instance path of the node at fault, "/" for the whole
 * @param location where in the file
 * @param message  what is wrong and what to do, a full sentence
 */
public record Problem(ErrorTag tag, Optional<String> appTag, String path, Location location, String message) {
    @Override
    public String toString() {
        return location + ": " + path + ": " + message;
    }
}
