package io.mecvswitch.control.netconf.store;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.delta.Successor;
import io.mecvswitch.control.netconf.delta.Valid;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.Schema;
import java.io.IOException;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The way of a configuration into the switch and into its file. Under the lock of {@link Datastores}. */
final class Installer {
    private final ConfigTarget target;
    private final Optional<ConfigFile> file;
    private final Successor successor;

    Installer(final Schema schema, final ConfigTarget target, final Optional<ConfigFile> file) {
        this.target = target;
        this.file = file;
        this.successor = new Successor(schema);
    }

    /** Gets to know what the switch is going to run. */
    void prepare(final Branch running) {
        successor.begin(running);
    }

    /** Begins with what the switch runs. */
    void begin(final Branch running, final Optional<String> digest) {
        file.ifPresent(kept -> kept.begin(running, digest));
    }

    /** Has the switch do what somebody wrote to the file. */
    void reload(final Branch next) throws RpcException {
        apply(next);
        file.ifPresent(ConfigFile::forget);
    }

    /**
     * Changes bearers of the run time, which are in no configuration.
     *
     * @param running which has the limiters that they may name
     * @return why some of them can't be; the others have changed
     */
    List<Violation> update(final BearerChanges changes, final Branch running) throws RpcException {
        return target.update(changes.updates(changes.others().isEmpty() ? List.of()
            : valid(withLimiters(changes.others(), running), successor::alone).config().bearers()));
    }

    private static Branch withLimiters(final Branch bearers, final Branch running) {
        final SchemaNode limiters = running.schema().child("mec-vswitch-qos:qos").orElseThrow();
        return running.child(limiters).map(bearers::with).orElse(bearers);
    }

    /** Tells the switch what frames of radios took. All is taken, or nothing. */
    void report(final List<AirtimeReport> reports) throws RpcException {
        refuse(target.report(reports));
    }

    private Valid next(final Branch tree) throws RpcException {
        return valid(tree, successor::next);
    }

    private static Valid valid(final Branch tree, final BiFunction<Branch, Problems, Optional<Valid>> how)
        throws RpcException {
        final Problems problems = new Problems();
        final Optional<Valid> valid = how.apply(tree, problems);
        if (valid.isEmpty()) {
            throw new RpcException(problems.list().stream().map(RpcError::of).toList());
        }
        return valid.get();
    }

    /** Refuses what the model forbids or the dataplane can't do, as far as that is known without doing it. */
    void check(final Branch tree) throws RpcException {
        refuse(target.check(next(tree).config()));
    }

    /** The same of something that is not going to be in a datastore. */
    void test(final Branch tree) throws RpcException {
        refuse(target.check(valid(tree, successor::other).config()));
    }

    /** Has the switch do something, and leaves the file alone. */
    void apply(final Branch next) throws RpcException {
        refuse(target.apply(next(next).config()));
    }

    /**
     * Has the switch do something, and writes it to the file. Should that fail, both go back.
     *
     * @param running what the switch does
     * @param kept    what is in the file
     * @return why it is not in the file though the switch does it and can't go back; mostly empty
     */
    Optional<RpcException> applyAndKeep(final Branch next, final Branch running, final Branch kept)
        throws RpcException {
        if (file.isEmpty()) {
            apply(next);
            return Optional.empty();
        }
        final Valid valid = next(next);
        final ConfigFile to = file.get();
        try {
            prepare(to, next);
            refuse(target.apply(valid.config()));
            to.publish();
            return Optional.empty();
        } catch (final IOException e) {
            final Optional<RpcException> stuck = goBack(running, e);
            if (stuck.isEmpty()) {
                restore(to, kept, e);
            }
            return stuck;
        } finally {
            to.abandon();
        }
    }

    /** Writes what the switch does already to the file. */
    void keep(final Branch running, final Branch kept) throws RpcException {
        if (file.isPresent()) {
            final ConfigFile to = file.get();
            try {
                prepare(to, running);
                to.publish();
            } catch (final IOException e) {
                restore(to, kept, e);
            } finally {
                to.abandon();
            }
        }
    }

    private static void prepare(final ConfigFile to, final Branch root) throws RpcException {
        try {
            to.prepare(root);
        } catch (final IOException e) {
            throw unwritable(e);
        }
    }

    private static RpcException unwritable(final IOException cause) {
        return RpcException.ofProtocol(ErrorTag.OPERATION_FAILED,
            "the configuration can't be written to its file, so nothing was committed: " + cause);
    }

    private Optional<RpcException> goBack(final Branch running, final IOException cause) throws RpcException {
        final List<Violation> refused = target.apply(next(running).config());
        return refused.isEmpty() ? Optional.empty() : Optional.of(RpcException.ofProtocol(ErrorTag.OPERATION_FAILED,
            "the configuration can't be written to its file (" + cause + "), and the switch can't go back to the former"
                + " one (" + refused.getFirst().message() + "): it runs, and may be lost with the next start unless a"
                + " later commit succeeds"));
    }

    /** Makes the file what it was, though it can't be said that the disk has it; always ends with an error. */
    private void restore(final ConfigFile to, final Branch kept, final IOException cause) throws RpcException {
        try {
            to.restore(kept);
        } catch (final IOException e) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, "nothing was committed, because the file of the"
                + " configuration can't be written (" + cause + "), and it can't be made what it was (" + e
                + "): check it before the next start");
        }
        throw unwritable(cause);
    }

    private static void refuse(final List<Violation> violations) throws RpcException {
        if (!violations.isEmpty()) {
            throw new RpcException(violations.stream().map(RpcError::of).toList());
        }
    }
}
