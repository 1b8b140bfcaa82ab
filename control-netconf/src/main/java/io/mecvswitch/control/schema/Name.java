package io.mecvswitch.control.schema;

/**
 * A name of the model.
 *
 * @param module where it was defined, or for what a grouping brings, used
 * @param local  the name itself
 */
public record Name(YangModule module, String local) {
    /** In the form of RFC 7951 §4: {@code module:local}. */
    @Override
    public String toString() {
        return module.name() + ":" + local;
    }
}
