package io.mecvswitch.control.schema;

/** A container, or the root. */
public final class ContainerSchema extends InnerSchema {
    private final boolean presence;

    ContainerSchema(final Name name, final Common common, final boolean presence) {
        super(name, common);
        this.presence = presence;
    }

    /** A node that is in no other and has no name. */
    static ContainerSchema root() {
        return new ContainerSchema(new Name(new YangModule("", "", ""), ""), Common.ROOT, false);
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
