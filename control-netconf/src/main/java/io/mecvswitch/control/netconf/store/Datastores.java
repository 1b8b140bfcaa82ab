package io.mecvswitch.control.netconf.store;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.map.SwitchMapper;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Trees;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.validate.Validator;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Running and candidate. Any thread; sessions are named by their number, the switch itself is session 0. */
public final class Datastores {
    /** Who changes something but through NETCONF. */
    public static final int NO_SESSION = 0;

    private final Schema schema;
    private final ConfigTarget target;
    private final Optional<ConfigFile> file;
    private final Validator validator;
    private final ReentrantLock changing = new ReentrantLock(true);
    private final Locks locks = new Locks();
    private final Set<Integer> sessions = new HashSet<>(Set.of(NO_SESSION));
    // written under the lock
    private volatile Branch running;
    /** The same object as running while nobody has changed it. */
    private volatile Branch candidate;

    /**
     * @param schema  the model
     * @param target  the switch
     * @param file    where running is kept; empty to forget it with the process
     * @param initial what the switch runs
     */
    public Datastores(
        final Schema schema, final ConfigTarget target, final Optional<ConfigFile> file, final InnerNode initial) {
        this.schema = schema;
        this.target = target;
        this.file = file;
        this.validator = new Validator(schema);
        this.running = Trees.of(initial);
        this.candidate = running;
    }

    /** The model. */
    public Schema schema() {
        return schema;
    }

    /** What is in a datastore. */
    public Branch read(final DatastoreName name) {
        return name == DatastoreName.RUNNING ? running : candidate;
    }

    // Sessions.

    /** Lets a session change things until it is {@linkplain #release released}. */
    public void admit(final int session) {
        changing.lock();
        try {
            sessions.add(session);
        } finally {
            changing.unlock();
        }
    }

    /** Refuses a session that was ended while it was about to do something. */
    private void requirePresent(final int session) throws RpcException {
        if (!sessions.contains(session)) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, "the session was ended");
        }
    }

    // Locks.

    /** Locks for a session. */
    public void lock(final DatastoreName name, final int session) throws RpcException {
        exclusively(session, () -> {
            if (name == DatastoreName.CANDIDATE && locks.holder(name).isEmpty() && candidate != running) {
                throw Locks.denied("the candidate has changes that were not committed; commit or discard them",
                    NO_SESSION);
            }
            locks.lock(name, session);
        });
    }

    /** Unlocks for the session that locked. */
    public void unlock(final DatastoreName name, final int session) throws RpcException {
        exclusively(session, () -> {
            locks.unlock(name, session);
            if (name == DatastoreName.CANDIDATE) {
                candidate = running;
            }
        });
    }

    /**
     * Gives back what a session held; changes under its lock are discarded (RFC 6241 §8.3.5.2). When this returns, it has
     * done all that it will ever do.
     */
    public void release(final int session) {
        changing.lock();
        try {
            if (locks.holder(DatastoreName.CANDIDATE).filter(holder -> holder == session).isPresent()) {
                candidate = running;
            }
            locks.release(session);
            sessions.remove(session);
        } finally {
            changing.unlock();
        }
    }

    // Changes.

    /**
     * Changes a datastore.
     *
     * @param validated whether what comes out is validated first, as it always is for running
     */
    public void change(
        final DatastoreName name, final int session, final Change change, final boolean validated)
        throws RpcException {
        exclusively(session, () -> {
            locks.require(name, session);
            final Branch next = change.apply(read(name));
            if (next == read(name)) {
                return;
            }
            if (name == DatastoreName.RUNNING) {
                install(next, true);
            } else {
                if (validated) {
                    checked(next);
                }
                candidate = next;
            }
        });
    }

    /** Tells whether a change would do, without making it. */
    public void test(final DatastoreName name, final Change change) throws RpcException {
        exclusively(NO_SESSION, () -> checked(change.apply(read(name))));
    }

    /** Makes the candidate like running. */
    public void discard(final int session) throws RpcException {
        exclusively(session, () -> {
            locks.require(DatastoreName.CANDIDATE, session);
            candidate = running;
        });
    }

    /** Makes running like the candidate. */
    public void commit(final int session) throws RpcException {
        exclusively(session, () -> {
            locks.require(DatastoreName.RUNNING, session);
            locks.require(DatastoreName.CANDIDATE, session);
            if (candidate != running) {
                install(candidate, true);
            }
        });
    }

    /** Makes running like a file that was changed by hand; it is not written again. */
    public void reload(final InnerNode root) throws RpcException {
        exclusively(NO_SESSION, () -> {
            locks.require(DatastoreName.RUNNING, NO_SESSION);
            install(Trees.of(root), false);
        });
    }

    // The way of a configuration into the switch.

    /** A configuration that the model and the dataplane allow. */
    private record Checked(InnerNode root, SwitchConfig config) { }

    private Checked checked(final Branch tree) throws RpcException {
        final Checked valid = valid(tree);
        refuse(target.check(valid.config));
        return valid;
    }

    private Checked valid(final Branch tree) throws RpcException {
        final InnerNode root = Trees.data(tree, schema);
        final Problems problems = new Problems();
        validator.validate(root, problems);
        if (!problems.isEmpty()) {
            throw new RpcException(problems.list().stream().map(RpcError::of).toList());
        }
        return new Checked(root, SwitchMapper.map(root));
    }

    private void install(final Branch next, final boolean kept) throws RpcException {
        final Checked valid = valid(next);
        if (kept && file.isPresent()) {
            write(file.get(), valid, next);
        } else {
            refuse(target.apply(valid.config));
        }
        run(next);
    }

    private void run(final Branch next) {
        candidate = candidate == running || candidate == next ? next : candidate;
        running = next;
    }

    private void write(final ConfigFile to, final Checked valid, final Branch next) throws RpcException {
        try {
            try {
                to.prepare(valid.root);
                refuse(target.apply(valid.config));
                publish(to, next);
            } finally {
                to.abandon();
            }
        } catch (final IOException e) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED,
                "the configuration can't be written to its file, so it was not applied: " + e);
        }
    }

    /** Should the name not change hands for good, both the file and the dataplane go back. */
    private void publish(final ConfigFile to, final Branch next) throws IOException, RpcException {
        try {
            to.publish();
        } catch (final IOException e) {
            final Checked former = valid(running);
            final List<Violation> refused = target.apply(former.config);
            if (!refused.isEmpty()) {
                // Running is what the switch does.
                run(next);
                throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, "the configuration can't be written to its file"
                    + " (" + e + "), and the switch can't go back to the former one ("
                    + refused.getFirst().message() + "): it runs, and will be lost with the next start unless a later"
                    + " commit succeeds");
            }
            restore(to, former.root, e);
            throw e;
        }
    }

    /** Makes the file what it was, though it can't be said that the disk has it. */
    private static void restore(final ConfigFile to, final InnerNode former, final IOException cause)
        throws RpcException {
        try {
            to.restore(former);
        } catch (final IOException e) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, "the configuration was not applied, because its"
                + " file can't be made durable (" + cause + "), nor be made what it was (" + e
                + "): check it before the next start");
        }
    }

    private static void refuse(final List<Violation> violations) throws RpcException {
        if (!violations.isEmpty()) {
            throw new RpcException(violations.stream().map(RpcError::of).toList());
        }
    }

    private interface Action {
        void run() throws RpcException;
    }

    private void exclusively(final int session, final Action action) throws RpcException {
        changing.lock();
        try {
            requirePresent(session);
            action.run();
        } finally {
            changing.unlock();
        }
    }
}
