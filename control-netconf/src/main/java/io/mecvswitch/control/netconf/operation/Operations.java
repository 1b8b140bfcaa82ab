package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.access.AccessControl;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.notification.EventLog;
import io.mecvswitch.control.netconf.notification.Notice;
import io.mecvswitch.control.netconf.notification.Streams;
import io.mecvswitch.control.netconf.state.State;
import io.mecvswitch.control.netconf.state.YangLibrary;
import io.mecvswitch.control.netconf.store.Change;
import io.mecvswitch.control.netconf.store.Confirmation;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.store.SavedFiles;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Edit;
import io.mecvswitch.control.netconf.tree.Operation;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The operations of the protocol on the switch's datastores. Any thread. */
public final class Operations {
    /** The content of a reply that says nothing else. */
    static final String OK = "<ok xmlns=\"" + Element.NETCONF + "\"/>";
    /** RFC 6241 §8.4.5.1. */
    private static final long CONFIRM_TIMEOUT_S = 600;
    private static final List<String> TEST_OPTIONS = List.of("test-then-set", "set", "test-only");

    private static final String MODULE = "ietf-netconf";
    private static final String URL = "url";

    private final Datastores datastores;
    private final State state;
    private final Reading reading;
    private final List<String> capabilities;
    private final AccessControl accessControl;
    private final EventLog events;
    private final SavedFiles files;
    private final List<SwitchOperation> switchOperations;
    private final ReentrantLock saving = new ReentrantLock();

    /**
     * @param datastores what is configured
     * @param state      how things are
     * @param files      configurations that users keep
     * @param commands   the switch, apart from its configuration
     * @param defects    gets exceptions that nobody meant to throw
     */
    public Operations(final Datastores datastores, final State state, final SavedFiles files,
        final SwitchCommands commands, final Consumer<Throwable> defects) {
        this.files = files;
        this.datastores = datastores;
        this.state = state;
        this.switchOperations = switchOperations(datastores, commands);
        this.reading = new Reading(datastores, state);
        this.accessControl = new AccessControl(datastores.schema());
        state.add(accessControl);
        this.events = new EventLog(datastores.schema(), defects);
        state.add(new Streams(events));
        final YangLibrary library = new YangLibrary(datastores.schema());
        library.sources().forEach(state::add);
        this.capabilities = Stream.concat(Capability.ALL.stream(), library.capabilities().stream()).toList();
    }

    /** What is told of how things are. */
    public State state() {
        return state;
    }

    /** What happened, and where to tell what does. */
    public EventLog events() {
        return events;
    }

    /** What the hello says that the switch can. */
    public List<String> capabilities() {
        return capabilities;
    }

    /** The datastores. */
    public Datastores datastores() {
        return datastores;
    }

    /**
     * Does what an {@code <rpc>} asks for.
     *
     * @return the content of the reply
     */
    public String perform(final Element rpc, final Caller caller) throws RpcException {
        try {
            return performed(rpc, caller);
        } catch (final RpcException e) {
            throw new RpcException(access(caller).concealed(e.errors()));
        }
    }

    private String performed(final Element rpc, final Caller caller) throws RpcException {
        if (rpc.children().size() != 1) {
            throw new RpcException(RpcError.of(RpcError.Layer.RPC, rpc.children().isEmpty()
                ? ErrorTag.MISSING_ELEMENT : ErrorTag.BAD_ELEMENT, "an rpc contains one operation").naming("rpc"));
        }
        final Element operation = rpc.children().getFirst();
        if (operation.namespace().equals(GetSchema.NAMESPACE) && operation.local().equals(GetSchema.NAME)) {
            access(caller).requireOperation(GetSchema.MODULE, GetSchema.NAME);
            return GetSchema.perform(new Parameters(operation), datastores.schema());
        }
        if (operation.namespace().equals(Notice.NAMESPACE) && operation.local().equals(CreateSubscription.NAME)) {
            access(caller).requireOperation(CreateSubscription.MODULE, CreateSubscription.NAME);
            return CreateSubscription.perform(new Parameters(operation), events, datastores.schema(), caller);
        }
        final Optional<SwitchOperation> own = own(operation);
        if (own.isPresent()) {
            return own.get().perform(operation, caller, access(caller));
        }
        if (operation.namespace().equals(Nmda.NAMESPACE)) {
            return performOnData(operation.local(), new Parameters(operation), caller);
        }
        if (!operation.namespace().equals(Element.NETCONF)) {
            throw Parameters.bad(ErrorTag.OPERATION_NOT_SUPPORTED, operation.local(),
                "there is no operation " + operation.local() + " in namespace '" + operation.namespace() + "'");
        }
        return perform(operation.local(), new Parameters(operation), caller);
    }

    private Optional<SwitchOperation> own(final Element operation) {
        return switchOperations.stream().filter(one -> one.isAskedBy(operation)).findFirst();
    }

    /** Operations of the switch's own modules. */
    private static List<SwitchOperation> switchOperations(
        final Datastores datastores, final SwitchCommands commands) {
        final List<SwitchOperation> locks = PartialLocks.operations(datastores);
        final List<SwitchOperation> running = new RunningSwitch(datastores.schema(), commands).operations();
        return Stream.concat(Stream.concat(running.stream(), locks.stream()), Stream.of(
            new SwitchOperation(UpdateBearers.MODULE, UpdateBearers.NAMESPACE, UpdateBearers.NAME,
                (operation, caller, access) -> UpdateBearers.perform(operation, datastores, caller, access)),
            new SwitchOperation(RedirectUe.MODULE, RedirectUe.NAMESPACE, RedirectUe.NAME,
                (operation, caller, access) -> done(() ->
                    RedirectUe.perform(new Parameters(operation), datastores, caller, access))),
            new SwitchOperation(AirtimeFeedback.MODULE, AirtimeFeedback.NAMESPACE, AirtimeFeedback.NAME,
                (operation, caller, access) -> done(() ->
                    AirtimeFeedback.perform(new Parameters(operation), datastores, caller, access))))).toList();
    }

    private String perform(final String name, final Parameters parameters, final Caller caller) throws RpcException {
        final Access access = access(caller);
        access.requireOperation(MODULE, name);
        return switch (name) {
            case "get" -> reading.get(parameters, access);
            case "get-config" -> reading.getConfig(parameters, access);
            case "edit-config" -> edit(parameters.only("target", "default-operation", "test-option", "error-option",
                "config", URL), caller, access);
            case "copy-config" -> copy(parameters.only("target", "source", WithDefaults.NAME), caller, access);
            case "delete-config" -> done(() -> delete(parameters.only("target"), caller));
            case "lock" -> done(() -> datastores.lock(lockable(parameters), caller.number()));
            case "unlock" -> done(() -> datastores.unlock(lockable(parameters), caller.number()));
            case "discard-changes" -> done(() -> {
                parameters.only();
                datastores.discard(caller.number());
            });
            case "validate" -> done(() -> validate(parameters.only("source"), caller));
            case "commit" ->
                done(() -> commit(parameters.only("confirmed", "confirm-timeout", "persist", "persist-id"), caller,
                    access));
            case "cancel-commit" -> done(() ->
                datastores.cancel(caller.number(), parameters.only("persist-id").text("persist-id")));
            case "close-session" -> done(() -> {
                parameters.only();
                caller.closeAfterReply();
            });
            case "kill-session" -> done(() -> kill(parameters.only("session-id"), caller));
            default -> throw Parameters.bad(ErrorTag.OPERATION_NOT_SUPPORTED, name, "there is no operation " + name);
        };
    }

    /** The operations of RFC 8526. */
    private String performOnData(final String name, final Parameters parameters, final Caller caller)
        throws RpcException {
        final Access access = access(caller);
        access.requireOperation(Nmda.MODULE, name);
        return switch (name) {
            case "get-data" -> reading.getData(parameters, access);
            case "edit-data" ->
                editData(parameters.only(Nmda.DATASTORE, "default-operation", "config", URL), caller, access);
            default -> throw Parameters.bad(ErrorTag.OPERATION_NOT_SUPPORTED, name, "there is no operation " + name);
        };
    }

    /** What who asks may do, by the rules that hold now. */
    public Access access(final Caller caller) {
        return accessControl.of(caller.user(), caller.isRecovery(), datastores.read(DatastoreName.RUNNING));
    }

    private interface Action {
        void run() throws RpcException;
    }

    private static String done(final Action action) throws RpcException {
        action.run();
        return OK;
    }

    private DatastoreName lockable(final Parameters parameters) throws RpcException {
        return parameters.only("target").datastore("target", datastores.schema());
    }

    // Changing.

    private String edit(final Parameters parameters, final Caller caller, final Access access) throws RpcException {
        final DatastoreName target = parameters.datastore("target");
        final String test = parameters.word("test-option", TEST_OPTIONS);
        final RequestedEdit edit =
            new RequestedEdit(parameters, config(parameters, caller), !test.equals("set"), datastores.schema(), access);
        try {
            if (test.equals("test-only")) {
                datastores.test(target, edit);
            } else {
                datastores.change(target, caller.number(), edit, test.equals("test-then-set"));
            }
        } catch (final RpcException e) {
            throw e.after(edit.errors());
        }
        RequestedEdit.refuse(edit.errors());
        return OK;
    }

    /** RFC 8526 §3.1.2: all of it, or nothing. */
    private String editData(final Parameters parameters, final Caller caller, final Access access) throws RpcException {
        final DatastoreName target = Nmda.writable(parameters.get(Nmda.DATASTORE), datastores.schema());
        datastores.change(target, caller.number(),
            RequestedEdit.whole(parameters, config(parameters, caller), datastores.schema(), access), false);
        return OK;
    }

    /** What an edit says: in the request, or in a file (RFC 6241 §8.8.5.1). */
    private RequestedEdit.Source config(final Parameters parameters, final Caller caller) throws RpcException {
        final Optional<Element> url = parameters.find(URL);
        if (url.isEmpty()) {
            final Element config = parameters.get("config");
            return () -> config;
        }
        if (parameters.find("config").isPresent()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, URL, "there is either config or url");
        }
        return () -> files.read(caller.user(), url.get().text());
    }

    private String copy(final Parameters parameters, final Caller caller, final Access access) throws RpcException {
        final Element target = parameters.choice("target");
        final Element source = parameters.choice("source");
        if (source.local().equals(target.local()) && source.text().strip().equals(target.text().strip())) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, target.local(), "source and target are the same");
        }
        final WithDefaults defaults = WithDefaults.of(parameters).orElse(WithDefaults.EXPLICIT);
        final Change whole = whole(source, caller, all -> access.readable(reading.completed(all, defaults)),
            all -> reading.completed(all, defaults));
        if (target.is(URL)) {
            save(whole, target, caller, defaults);
        } else {
            datastores.change(Parameters.datastore(target, datastores.schema()), caller.number(), tree -> {
                final Branch copy = defaults.set(whole.apply(tree));
                access.requireChange(tree, copy);
                return copy;
            }, false);
        }
        return OK;
    }

    /** One at a time: a file may become a great many nodes. */
    private void save(final Change whole, final Element target, final Caller caller, final WithDefaults defaults)
        throws RpcException {
        saving.lock();
        try {
            final Branch all = whole.apply(Branch.empty(datastores.schema().root()));
            files.write(caller.user(), target.text(), Reading.document(all, defaults));
        } finally {
            saving.unlock();
        }
    }

    private void delete(final Parameters parameters, final Caller caller) throws RpcException {
        final Element target = parameters.choice("target");
        if (!target.is(URL)) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_NOT_SUPPORTED, Parameters.datastore(target)
                + " can't be deleted, but files can; discard-changes resets the candidate");
        }
        files.delete(caller.user(), target.text());
    }

    private void validate(final Parameters parameters, final Caller caller) throws RpcException {
        datastores.test(
            DatastoreName.RUNNING, whole(parameters.choice("source"), caller, UnaryOperator.identity(),
            UnaryOperator.identity()));
    }

    /**
     * A whole configuration, given by {@code <config>}, {@code <url>} or the name of a datastore.
     *
     * @param stored what is made of one that is in a datastore
     * @param sent   what is made of another one
     */
    private Change whole(final Element source, final Caller caller, final UnaryOperator<Branch> stored,
        final UnaryOperator<Branch> sent) throws RpcException {
        if (source.is("config")) {
            return tree -> sent.apply(whole(source));
        }
        if (source.is(URL)) {
            return tree -> sent.apply(whole(files.read(caller.user(), source.text())));
        }
        final DatastoreName name = Parameters.datastore(source, datastores.schema());
        return tree -> stored.apply(datastores.read(name));
    }

    private Branch whole(final Element config) throws RpcException {
        final Edit edit = new Edit(datastores.schema(), false);
        final Branch all = edit.apply(Branch.empty(datastores.schema().root()), config, Operation.MERGE);
        RequestedEdit.refuse(edit.errors());
        return all;
    }

    // Commits.

    private void commit(final Parameters parameters, final Caller caller, final Access access) throws RpcException {
        final Optional<String> persistId = parameters.text("persist-id");
        if (parameters.find("confirmed").isPresent()) {
            datastores.commitUnconfirmed(caller.number(), persistId, new Confirmation(
                Duration.ofSeconds(parameters.number("confirm-timeout", CONFIRM_TIMEOUT_S)),
                parameters.text("persist")), access::requireChange);
        } else {
            parameters.only("persist-id");
            datastores.commit(caller.number(), persistId, access::requireChange);
        }
    }

    // Sessions.

    private static void kill(final Parameters parameters, final Caller caller) throws RpcException {
        final String number = parameters.get("session-id").text().strip();
        if (number.equals(Integer.toString(caller.number()))) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, "session-id", "a session ends itself by close-session");
        }
        if (!number.matches("[0-9]{1,9}") || !caller.kill(Integer.parseInt(number))) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, "session-id", "there is no session " + number);
        }
    }
}
