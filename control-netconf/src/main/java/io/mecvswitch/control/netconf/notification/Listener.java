package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.access.Access;
import java.io.IOException;

/** A session that is told what happens. Called by the subscription's thread. */
public interface Listener {
    /** What its user may know right now. */
    Access access();

    /**
     * Sends it a message, which may take its time.
     *
     * @throws IOException if it is gone
     */
    void send(String notification) throws IOException;

    /** Is told that one more message comes, because it was subscribed until now. */
    void complete();

    /** Is told that it lost events or can't be sent any. */
    void fail(Exception reason);
}
