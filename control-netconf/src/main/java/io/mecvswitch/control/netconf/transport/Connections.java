package io.mecvswitch.control.netconf.transport;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * Bounds the connections of clients, those that have not logged in too. Threads of the library.
 *
 * <p>When there are too many strangers, the one that came first gives way: whoever has a key needs it for a moment
 * only, and a flood can't keep him out by waiting. Users beyond their number are turned away.
 */
final class Connections implements SessionListener {
    private final int maxStrangers;
    private final int maxUsers;
    private final SequencedSet<Session> strangers = new LinkedHashSet<>();
    private final Set<Session> users = new HashSet<>();

    Connections(final int maxStrangers, final int maxUsers) {
        this.maxStrangers = maxStrangers;
        this.maxUsers = maxUsers;
    }

    @Override
    public void sessionCreated(final Session session) {
        greet(session).ifPresent(first -> first.close(true));
    }

    /** Who has to give way to a newcomer. */
    private synchronized Optional<Session> greet(final Session session) {
        strangers.add(session);
        return strangers.size() > maxStrangers ? Optional.of(strangers.removeFirst()) : Optional.empty();
    }

    @Override
    public void sessionEvent(final Session session, final Event event) {
        if (event == Event.Authenticated && !admit(session)) {
            session.close(true);
        }
    }

    private synchronized boolean admit(final Session session) {
        strangers.remove(session);
        return users.size() < maxUsers && users.add(session);
    }

    @Override
    public synchronized void sessionClosed(final Session session) {
        strangers.remove(session);
        users.remove(session);
    }
}
