package io.mecvswitch.control.netconf.conformance;

import java.util.List;

/**
 * A conversation that a standard says something about.
 *
 * @param clause   of the standard, such as RFC 6241 §7.2
 * @param behaviour what it asks for
 * @param needs    parts of capabilities: where a server announces none that has them, there is nothing to be seen
 * @param script   the conversation
 */
record Case(String clause, String behaviour, List<String> needs, Script script) {
    /** What is said, and what has to be answered. */
    @FunctionalInterface
    interface Script {
        /** Talks; throws if the server is not as it should be. */
        void run(Conversation talk) throws Exception;
    }

    /** Clause and behaviour. */
    String name() {
        return clause + " " + behaviour;
    }

    /** Whether a server with such a hello says that it can do this. */
    boolean isFor(final String hello) {
        return needs.stream().allMatch(hello::contains);
    }
}
