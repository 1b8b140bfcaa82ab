package io.mecvswitch.config;

import java.util.List;

/**
 * How chains lead into each other: behind the last application of a chain a packet enters that of its branches whose
 * classifier concerns it, or none.
 *
 * @param name     unique
 * @param branches one for each chain that leads on
 */
public record ServiceGraph(String name, List<Branch> branches) {
    /**
     * Where a chain leads to.
     *
     * @param source       name of the chain that ends there
     * @param destinations names of the chains that may begin there
     */
    public record Branch(String source, List<String> destinations) { }
}
