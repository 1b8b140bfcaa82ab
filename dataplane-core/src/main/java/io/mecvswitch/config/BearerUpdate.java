package io.mecvswitch.config;

/** One change of a bearer at run time, apart from the configuration. */
public sealed interface BearerUpdate {
    /** Name of the bearer that changes. */
    String name();

    /**
     * Adds a bearer, or changes the one of its name.
     *
     * @param bearer as it shall be
     */
    record Put(BearerConfig bearer) implements BearerUpdate {
        @Override
        public String name() {
            return bearer.name();
        }
    }

    /**
     * Takes a bearer away.
     *
     * @param name of the bearer
     */
    record Remove(String name) implements BearerUpdate { }
}
