package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Trail;
import java.util.List;

/** What one user may do, by the rules of one moment. Any thread. */
public interface Access {
    /**
     * Refuses an operation of the protocol that he may not ask for.
     *
     * @param module    that defines it
     * @param operation its name
     * @throws RpcException access-denied
     */
    void requireOperation(String module, String operation) throws RpcException;

    /**
     * Whether he may be told of something that happened (RFC 8341 §3.4.6).
     *
     * @param module       that defines the notification
     * @param notification its name
     */
    boolean mayReceive(String module, String notification);

    /** Whether he may know of a node, whether or not it is there. */
    boolean mayRead(Trail place);

    /** The part of a configuration that he may know of. */
    Branch readable(Branch root);

    /** What he may know of the errors of a request. */
    List<RpcError> concealed(List<RpcError> errors);

    /**
     * Refuses an edit that is wrong for reasons of which he may not know.
     *
     * @param known  what is wrong with it in what is readable
     * @param really what is wrong with it
     * @throws RpcException access-denied
     */
    void requireSame(List<RpcError> known, List<RpcError> really) throws RpcException;

    /**
     * Refuses the removal of what is not there where he may not remove what is: he would learn which is the case.
     *
     * @throws RpcException access-denied
     */
    void requireRemoval(List<Trail> absent) throws RpcException;

    /** Whether nothing is forbidden and nothing hidden. */
    boolean isUnlimited();

    /**
     * Refuses to make what he may not make, in something that no datastore has.
     *
     * @throws RpcException access-denied
     */
    void requireCreation(List<Trail> places) throws RpcException;

    /**
     * Refuses to touch what he may not change, whether or not it is there: he would learn which is the case.
     *
     * @param places the nodes that are to be changed in something that no datastore has
     * @throws RpcException access-denied
     */
    void requireUpdate(List<Trail> places) throws RpcException;

    /**
     * Refuses changes that he may not make.
     *
     * @throws RpcException access-denied; nothing in it tells of what he may not know
     */
    void requireChange(Branch before, Branch after) throws RpcException;
}
