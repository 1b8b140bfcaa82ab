package io.mecvswitch.control.schema;

/** A container, or the root. */
public final class ContainerSchema extends InnerSchema {
    private final boolean presence;

    ContainerSchema(final Name name, final Common common, final boolean presence) {
        super(name, common);
        this.presence = presence;
    }

    /** Whether its being there means something by itself. */
    public boolean presence() {
        return presence;
    }

    @Override
    public String kind() {
        return "container";
    }
}
