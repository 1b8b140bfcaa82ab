package io.mecvswitch.control.netconf.store;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import java.util.List;

/** The switch, as management sees it. Any thread, one at a time. */
public interface ConfigTarget {
    /** What it could not honour of a configuration that followed on the one it runs. Changes nothing. */
    List<Violation> check(SwitchConfig next);

    /**
     * Makes a configuration the running one.
     *
     * @return why it can't be; nothing has changed then. Empty if it runs
     */
    List<Violation> apply(SwitchConfig next);

    /**
     * Changes bearers of the run time.
     *
     * @return why some of them can't be; the others have changed
     */
    List<Violation> update(List<BearerUpdate> updates);

    /**
     * Hears what frames of radios took in an interval.
     *
     * @return why it can't be used; nothing of it has been then
     */
    List<Violation> report(List<AirtimeReport> reports);
}
