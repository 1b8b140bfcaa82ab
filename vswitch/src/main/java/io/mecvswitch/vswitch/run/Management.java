package io.mecvswitch.vswitch.run;

import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.netconf.operation.SwitchCommands;
import io.mecvswitch.control.netconf.store.ConfigTarget;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.ConfigRefusedException;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets people and platforms change the configuration of a running switch. */
@FunctionalInterface
public interface Management {
    /**
     * Does what takes long, beside the opening of the switch, and serves nobody yet.
     *
     * @param running what the switch is going to run; empty if nothing
     * @param subject the switch, which nobody is to touch before the start
     * @param defects gets exceptions that nobody meant to throw
     * @param say     gets sentences for the operator
     * @throws ManagementException if it can't
     */
    Ready prepare(
        Optional<LoadedConfig> running, Subject subject, Consumer<Throwable> defects, Consumer<String> say);

    /** What is ready to serve. */
    @FunctionalInterface
    interface Ready {
        /**
         * Begins to, when the switch runs.
         *
         * @throws ManagementException if it can't
         */
        Service start();
    }

    /**
     * The switch, as management sees it.
     *
     * @param target    is configured
     * @param commands  is told and asked what is no configuration
     * @param status    tells how it does
     * @param baselines of its counters
     */
    record Subject(ConfigTarget target, SwitchCommands commands, StatusReader status, Baselines baselines) { }

    /** What was begun. */
    interface Service extends AutoCloseable {
        /**
         * Makes a file that was changed by hand the running configuration. Any but the control thread.
         *
         * @throws ConfigRefusedException if it can't be, or somebody has locked the running configuration
         */
        void reload(LoadedConfig loaded);

        @Override
        void close();
    }
}
