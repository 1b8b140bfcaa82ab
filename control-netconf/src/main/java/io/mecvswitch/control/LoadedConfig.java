package io.mecvswitch.control;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.InstancePath;
import io.mecvswitch.control.problem.Location;

/**
 * A configuration that the model allows, and where it stood.
 *
 * @param file   name of the file, for messages
 * @param root   the tree, with its defaults
 * @param config what it means
 */
public record LoadedConfig(String file, InnerNode root, SwitchConfig config) {
    /**
     * Where the node of an instance path stands; if it is not there, where the node that would hold it stands.
     *
     * @return {@link Location#NOWHERE} if nothing of the path is in the file
     */
    public Location locate(final String path) {
        DataNode at = InstancePath.nearest(root, path);
        while (at.location().equals(Location.NOWHERE) && at.parent() != null) {
            at = at.parent();
        }
        return at.location();
    }

    /** What the dataplane refuses, as a line for a person: {@code file.xml:12: path: message}. */
    public String describe(final Violation violation) {
        final Location location = locate(violation.path());
        return file + (location.equals(Location.NOWHERE) ? "" : ":" + location.line()) + ": " + violation;
    }
}
