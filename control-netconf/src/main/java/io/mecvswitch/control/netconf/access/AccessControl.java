package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.access.Position.Rules;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.state.StateSource;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.control.netconf.tree.Trail;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may do what, as {@code /nacm} of the running configuration says (RFC 8341). Any thread. */
public final class AccessControl implements StateSource {
    /** Operations that have default-deny-all in their modules (RFC 8341 §3.2.8, appendix A). */
    private static final Set<String> DENIED_BY_DEFAULT = Set.of("delete-config", "kill-session", "update-bearers",
        "redirect-ue", "airtime-feedback", "clear-counters", "drain", "inject-packet");

    private static final Access UNLIMITED = new Access() {
        @Override
        public void requireOperation(final String module, final String operation) {
            // Anything may be asked for.
        }

        @Override
        public boolean mayReceive(final String module, final String notification) {
            return true;
        }

        @Override
        public boolean mayRead(final Trail place) {
            return true;
        }

        @Override
        public Branch readable(final Branch root) {
            return root;
        }

        @Override
        public List<RpcError> concealed(final List<RpcError> errors) {
            return errors;
        }

        @Override
        public void requireSame(final List<RpcError> known, final List<RpcError> really) {
            // Nothing is hidden.
        }

        @Override
        public void requireRemoval(final List<Trail> absent) {
            // Anything may be removed.
        }

        @Override
        public boolean isUnlimited() {
            return true;
        }

        @Override
        public void requireCreation(final List<Trail> places) {
            // Anything may be made.
        }

        @Override
        public void requireUpdate(final List<Trail> places) {
            // Anything may be changed.
        }

        @Override
        public void requireChange(final Branch before, final Branch after) {
            // Anything may be changed.
        }
    };

    private final Schema schema;
    private final AtomicInteger deniedOperations = new AtomicInteger();
    private final AtomicInteger deniedWrites = new AtomicInteger();
    private final AtomicInteger deniedNotifications = new AtomicInteger();

    /** For configurations of a model. */
    public AccessControl(final Schema schema) {
        this.schema = schema;
    }

    /**
     * What a user may do. Where the configuration says nothing of access control, the model's defaults hold: who is no
     * recovery session reads what he likes and writes nothing.
     *
     * @param user     his name
     * @param recovery whether rules are not for him (RFC 8341 §2.3, recovery session)
     * @param running  the configuration with the rules
     */
    public Access of(final String user, final boolean recovery, final Branch running) {
        final Ruleset rules = Ruleset.of(running, schema);
        return recovery || !rules.isEnabled() ? UNLIMITED : new Limited(user, rules);
    }

    @Override
    public String node() {
        return Ruleset.MODULE + ":nacm";
    }

    /** What was denied since the start. */
    @Override
    public void tell(final BranchBuilder nacm) {
        nacm.value("denied-operations", Integer.toUnsignedString(deniedOperations.get()))
            .value("denied-data-writes", Integer.toUnsignedString(deniedWrites.get()))
            .value("denied-notifications", Integer.toUnsignedString(deniedNotifications.get()));
    }

    private final class Limited implements Access {
        private final Ruleset ruleset;
        private final List<Rule> rules;

        Limited(final String user, final Ruleset ruleset) {
            this.ruleset = ruleset;
            this.rules = ruleset.rules(user);
        }

        @Override
        public void requireOperation(final String module, final String operation) throws RpcException {
            // A session can always be closed (RFC 8341 §3.4.4 step 3).
            if (!operation.equals("close-session") && !permits(module, operation)) {
                deniedOperations.incrementAndGet();
                throw new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, ErrorTag.ACCESS_DENIED,
                    "you may not " + operation + "; ask who maintains /nacm for the right"));
            }
        }

        private boolean permits(final String module, final String operation) {
            return rules.stream().filter(rule -> rule.concernsOperation(module, operation)).findFirst()
                .map(Rule::permit).orElseGet(() ->
                    !DENIED_BY_DEFAULT.contains(operation) && ruleset.permitsByDefault(Right.EXEC));
        }

        @Override
        public boolean mayReceive(final String module, final String notification) {
            final boolean may = rules.stream().filter(rule -> rule.concernsNotification(module, notification))
                .findFirst()
                .map(Rule::permit).orElseGet(() -> ruleset.permitsByDefault(Right.READ));
            if (!may) {
                deniedNotifications.incrementAndGet();
            }
            return may;
        }

        @Override
        public boolean mayRead(final Trail place) {
            final Position root = position(Branch.empty(schema.root()));
            return Way.to(place.toString(), root).filter(Position::isKnown).isPresent();
        }

        @Override
        public Branch readable(final Branch root) {
            return ReadFilter.readable(root, position(root));
        }

        @Override
        public List<RpcError> concealed(final List<RpcError> errors) {
            return Concealment.concealed(errors, position(Branch.empty(schema.root())), readsAll());
        }

        /** Whether nothing is hidden but what everybody has to be given the right to. */
        private boolean readsAll() {
            final Optional<Rule> first = rules.stream().filter(Rule::concernsData)
                .filter(rule -> rule.rights().contains(Right.READ) && (!rule.permit() || rule.isAboutAll()))
                .findFirst();
            return first.map(Rule::permit).orElseGet(() -> ruleset.permitsByDefault(Right.READ));
        }

        @Override
        public void requireSame(final List<RpcError> known, final List<RpcError> really) throws RpcException {
            if (!known.equals(really)) {
                deniedWrites.incrementAndGet();
                throw Changes.denied(Trail.ROOT);
            }
        }

        @Override
        public void requireRemoval(final List<Trail> absent) throws RpcException {
            require(Right.DELETE, absent);
        }

        @Override
        public boolean isUnlimited() {
            return false;
        }

        @Override
        public void requireCreation(final List<Trail> places) throws RpcException {
            require(Right.CREATE, places);
        }

        @Override
        public void requireUpdate(final List<Trail> places) throws RpcException {
            require(Right.UPDATE, places);
        }

        private void require(final Right right, final List<Trail> trails) throws RpcException {
            final Position root = position(Branch.empty(schema.root()));
            for (final Trail trail : trails) {
                final Position at = Way.to(trail.toString(), root).orElse(root);
                if (!at.permits(right)) {
                    deniedWrites.incrementAndGet();
                    throw Changes.denied(at.trail());
                }
            }
        }

        @Override
        public void requireChange(final Branch before, final Branch after) throws RpcException {
            try {
                Changes.require(before, after, position(after));
            } catch (final RpcException e) {
                deniedWrites.incrementAndGet();
                throw e;
            }
        }

        private Position position(final Branch root) {
            return Position.root(new Rules(rules.stream().filter(Rule::concernsData).toList(), ruleset), root);
        }
    }
}
