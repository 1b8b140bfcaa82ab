package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.store.Journal;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What the server tells of itself: who changed the configuration and where, who came and went, what became of commits
 * that wait for their confirmation (RFC 6470). Its capabilities never change. Any thread.
 *
 * @param log gets it
 * @param who finds a session by its number
 */
public record ServerNews(EventLog log, IntFunction<Optional<Who>> who) implements Journal {
    private static final String MODULE = "ietf-netconf-notifications:";

    /** Why a session ended. */
    public enum Reason {
        /** It asked for it. */
        CLOSED,
        /** Another one asked for it. */
        KILLED,
        /** Its connection was lost. */
        DROPPED,
        /** It kept the switch waiting. */
        TIMEOUT,
        /** It did not begin as it should. */
        BAD_HELLO,
        /** For another reason. */
        OTHER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public void changed(final int session, final Branch before, final Branch after) {
        final Touched.Change change = Touched.between(before, after);
        if (!change.edits().isEmpty()) {
            log.publish(Event.now(MODULE + "netconf-config-change", event -> tell(event, session, change)),
                Optional.of(change.nodes()));
        }
    }

    private void tell(final BranchBuilder event, final int session, final Touched.Change change) {
        event.container("changed-by", by -> who.apply(session).ifPresentOrElse(one -> one.tell(by),
            () -> by.value("server", ""))).value("datastore", "running");
        change.edits().forEach((path, operation) ->
            event.entry("edit", edit -> edit.value("target", path).value("operation", operation)));
    }

    @Override
    public void confirmation(final int session, final Step step, final Duration timeout) {
        publish("netconf-confirmed-commit", event -> {
            if (step != Step.TIMEOUT) {
                who.apply(session).ifPresent(one -> one.tell(event));
            }
            event.value("confirm-event", step);
            if (step == Step.START || step == Step.EXTEND) {
                event.value("timeout", timeout.toSeconds());
            }
        });
    }

    /** A session began. */
    public void began(final Who session) {
        publish("netconf-session-start", session::tell);
    }

    /**
     * A session ended.
     *
     * @param killer the session that asked for it; empty if none did
     */
    public void ended(final Who session, final Reason reason, final Optional<Integer> killer) {
        publish("netconf-session-end", event -> {
            session.tell(event);
            killer.ifPresent(number -> event.value("killed-by", number));
            event.value("termination-reason", reason);
        });
    }

    private void publish(final String name, final Consumer<BranchBuilder> fill) {
        log.publish(Event.now(MODULE + name, fill));
    }
}
