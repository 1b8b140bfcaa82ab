package io.mecvswitch.control.netconf.store;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Trees;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Running and candidate. Any thread; sessions are named by their number, the switch itself is session 0. */
public final class Datastores {
    /** Who changes something but through NETCONF. */
    public static final int NO_SESSION = 0;

    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(10);

    private final Schema schema;
    private final Installer installer;
    private final Optional<String> digest;
    private final ReentrantLock changing = new ReentrantLock(true);
    private final Locks locks = new Locks();
    /** Added by anyone, looked up and removed under the lock: nobody is kept waiting at the door by a commit. */
    private final Set<Integer> sessions = ConcurrentHashMap.newKeySet();
    // written under the lock
    private volatile Branch running;
    /** The same object as running while nobody has changed it. */
    private volatile Branch candidate;
    private Optional<Pending> pending = Optional.empty();
    /** The session that is changing something. */
    private int acting;
    private volatile Journal journal = Journal.NONE;

    /**
     * @param schema  the model
     * @param target  the switch
     * @param file    where running is kept; empty to forget it with the process
     * @param initial what the switch runs when this begins
     * @param digest  of the file, if what it says is that
     */
    public Datastores(
        final Schema schema, final ConfigTarget target, final Optional<ConfigFile> file, final InnerNode initial,
        final Optional<String> digest) {
        this.schema = schema;
        this.installer = new Installer(schema, target, file);
        this.running = Trees.of(initial);
        this.candidate = running;
        this.digest = digest;
        if (!running.isEmpty()) {
            installer.prepare(running);
        }
    }

    /** Keeps what is committed from now on: the switch does run what it was said to. Called once, before any change. */
    public void begin() {
        if (!running.isEmpty()) {
            installer.begin(running, digest);
        }
    }

    /** Tells somebody from now on what becomes of running. */
    public void tell(final Journal told) {
        journal = told;
    }

    /** The model. */
    public Schema schema() {
        return schema;
    }

    /** What is in a datastore. */
    public Branch read(final DatastoreName name) {
        return name == DatastoreName.RUNNING ? running : candidate;
    }

    /** The lock on a datastore, if it is locked. */
    public Optional<Lock> lock(final DatastoreName name) {
        changing.lock();
        try {
            return locks.lock(name);
        } finally {
            changing.unlock();
        }
    }

    // Sessions.

    /** Lets a session change things until it is {@linkplain #release released}. */
    public void admit(final int session) {
        sessions.add(session);
    }

    /** Refuses a session that was ended while it was about to do something. */
    private void requirePresent(final int session) throws RpcException {
        if (session != NO_SESSION && !sessions.contains(session)) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, "the session was ended");
        }
    }

    // Locks.

    /** Locks for a session. */
    public void lock(final DatastoreName name, final int session) throws RpcException {
        exclusively(session, () -> {
            if (name == DatastoreName.RUNNING && pending.filter(commit -> commit.session() != session).isPresent()) {
                throw Locks.denied("a commit waits for its confirmation; confirm or cancel it",
                    sessions.contains(pending.get().session()) ? pending.get().session() : NO_SESSION);
            }
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

    /** The locks on parts of running. */
    public List<PartialLock> partialLocks() {
        changing.lock();
        try {
            return locks.parts();
        } finally {
            changing.unlock();
        }
    }

    /** Locks a part of running for a session (RFC 5717 §2.4.1). */
    public PartialLock lockPart(final List<String> selects, final PartialLock.Asked asked, final int session)
        throws RpcException {
        final List<PartialLock> given = new ArrayList<>();
        exclusively(session, () -> {
            if (pending.isPresent()) {
                throw Pending.outstanding(
                    sessions.contains(pending.get().session()) ? pending.get().session() : NO_SESSION);
            }
            given.add(locks.lockPart(selects, asked.in(running), session));
        });
        return given.getFirst();
    }

    /** Unlocks a part for the session that locked it (RFC 5717 §2.4.2). */
    public void unlockPart(final int id, final int session) throws RpcException {
        exclusively(session, () -> locks.unlockPart(id, session));
    }

    /**
     * Gives back what a session held; changes under its lock are discarded (RFC 6241 §8.3.5.2). When this returns, it
     * has done all that it will ever do.
     */
    public void release(final int session) {
        changing.lock();
        try {
            if (locks.holder(DatastoreName.CANDIDATE).filter(holder -> holder == session).isPresent()) {
                candidate = running;
            }
            locks.release(session);
            sessions.remove(session);
            if (pending.filter(commit -> commit.session() == session && commit.token().isEmpty()).isPresent()) {
                pending = pending.map(commit -> commit.until(System.nanoTime()));
                acting = session;
                tryToRevert(Journal.Step.CANCEL);
            }
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
                requireNoCommitOfOthers(session);
                locks.requireUntouched(running, next, session);
                install(next);
            } else {
                if (validated) {
                    installer.check(next);
                }
                candidate = next;
            }
        });
    }

    /** Tells whether a change would do, without making it. */
    public void test(final DatastoreName name, final Change change) throws RpcException {
        exclusively(NO_SESSION, () -> installer.test(change.apply(read(name))));
    }

    /**
     * Changes bearers of the run time, which are in no datastore.
     *
     * @return why some of them can't be; the others have changed
     */
    public List<Violation> update(final int session, final BearerChanges changes) throws RpcException {
        final List<Violation> refused = new ArrayList<>();
        exclusively(session, () -> refused.addAll(installer.update(changes, running)));
        return refused;
    }

    /** Tells the switch what frames of radios took, which is in no datastore. All is taken, or nothing. */
    public void report(final int session, final List<AirtimeReport> reports) throws RpcException {
        exclusively(session, () -> installer.report(reports));
    }

    /** Makes the candidate like running. */
    public void discard(final int session) throws RpcException {
        exclusively(session, () -> {
            locks.require(DatastoreName.CANDIDATE, session);
            candidate = running;
        });
    }

    /** Makes running like the candidate; confirms the commit that waits for that, if there is one. */
    public void commit(final int session, final Optional<String> persistId, final Guard guard) throws RpcException {
        exclusively(session, () -> {
            requireCommit(session, persistId, guard);
            if (pending.isEmpty()) {
                if (candidate != running) {
                    install(candidate);
                }
                return;
            }
            if (candidate == running) {
                installer.keep(running, pending.get().before());
            } else {
                keep(candidate, pending.get().before());
            }
            end(Journal.Step.COMPLETE);
        });
    }

    private void end(final Journal.Step step) {
        pending = Optional.empty();
        journal.confirmation(acting, step, Duration.ZERO);
    }

    private void requireCommit(final int session, final Optional<String> persistId, final Guard guard)
        throws RpcException {
        locks.require(DatastoreName.RUNNING, session);
        locks.require(DatastoreName.CANDIDATE, session);
        if (pending.isPresent()) {
            pending.get().require(session, persistId);
        } else if (persistId.isPresent()) {
            throw Pending.wrongToken();
        }
        guard.require(running, candidate);
        locks.requireUntouched(running, candidate, session);
    }

    // Commits that wait for their confirmation (RFC 6241 §8.4). Until it comes, the file is what it was before them, so
    // that a switch that starts again starts from there.

    /** Makes running like the candidate until further notice, or extends the time in which that can come. */
    public void commitUnconfirmed(
        final int session, final Optional<String> persistId, final Confirmation confirmation, final Guard guard)
        throws RpcException {
        exclusively(session, () -> {
            requireCommit(session, persistId, guard);
            final Branch before = pending.map(Pending::before).orElse(running);
            final Journal.Step step = pending.isPresent() ? Journal.Step.EXTEND : Journal.Step.START;
            if (candidate != running) {
                installer.apply(candidate);
                run(candidate);
            }
            pending = Optional.of(new Pending(before, session,
                confirmation.persist().or(() -> pending.flatMap(Pending::token)),
                System.nanoTime() + confirmation.timeout().toNanos()));
            journal.confirmation(session, step, confirmation.timeout());
        });
    }

    /** Takes back the commit that waits for its confirmation. */
    public void cancel(final int session, final Optional<String> persistId) throws RpcException {
        exclusively(session, () -> {
            if (pending.isEmpty()) {
                throw persistId.isPresent() ? Pending.wrongToken() : RpcException.ofProtocol(
                    ErrorTag.OPERATION_FAILED, "no commit waits for its confirmation");
            }
            pending.get().require(session, persistId);
            locks.require(DatastoreName.RUNNING, session);
            revert(Journal.Step.CANCEL);
        });
    }

    /**
     * Takes back a commit that was not confirmed in time, unless somebody is changing something right now.
     *
     * @param nowNs by the clock of {@link System#nanoTime}
     * @return why that was not possible; it will be tried again
     */
    public Optional<Exception> revertOverdue(final long nowNs) {
        if (!changing.tryLock()) {
            return Optional.empty();
        }
        try {
            acting = NO_SESSION;
            return pending.filter(commit -> commit.isOverdue(nowNs)).isPresent()
                ? tryToRevert(Journal.Step.TIMEOUT) : Optional.empty();
        } finally {
            changing.unlock();
        }
    }

    private Optional<Exception> tryToRevert(final Journal.Step step) {
        try {
            revert(step);
            return Optional.empty();
        } catch (final RpcException | RuntimeException e) {
            pending = pending.map(commit -> commit.until(System.nanoTime() + RETRY_NS));
            return Optional.of(e);
        }
    }

    private void revert(final Journal.Step step) throws RpcException {
        final Branch before = pending.orElseThrow().before();
        if (before != running) {
            installer.apply(before);
            run(before);
        }
        end(step);
    }

    /** Who may take back a commit may not take back what others did since. */
    private void requireNoCommitOfOthers(final int session) throws RpcException {
        if (pending.isPresent()) {
            pending.get().requireOwner(session);
        }
    }

    /** Makes running like a file that was changed by hand; it is not written again. */
    public void reload(final InnerNode root) throws RpcException {
        exclusively(NO_SESSION, () -> {
            locks.require(DatastoreName.RUNNING, NO_SESSION);
            requireNoCommitOfOthers(NO_SESSION);
            final Branch next = Trees.of(root);
            locks.requireUntouched(running, next, NO_SESSION);
            installer.reload(next);
            run(next);
        });
    }

    private void install(final Branch next) throws RpcException {
        if (pending.isPresent()) {
            installer.apply(next);
            run(next);
        } else {
            keep(next, running);
        }
    }

    private void keep(final Branch next, final Branch kept) throws RpcException {
        final Optional<RpcException> stuck = installer.applyAndKeep(next, running, kept);
        run(next);
        if (stuck.isPresent()) {
            throw stuck.get();
        }
    }

    private void run(final Branch next) {
        candidate = candidate == running || candidate == next ? next : candidate;
        final Branch before = running;
        running = next;
        if (before != next) {
            journal.changed(acting, before, next);
        }
    }

    private interface Action {
        void run() throws RpcException;
    }

    private void exclusively(final int session, final Action action) throws RpcException {
        changing.lock();
        try {
            requirePresent(session);
            acting = session;
            action.run();
        } finally {
            changing.unlock();
        }
    }
}
