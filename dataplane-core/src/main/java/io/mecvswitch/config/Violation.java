package io.mecvswitch.config;

/**
 * Why a configuration can't be honoured.
 *
 * @param path    YANG instance path of the leaf or entry at fault
 * @param message what is wrong and what to do, a full sentence
 */
public record Violation(String path, String message) {
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
