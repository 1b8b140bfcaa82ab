package io.mecvswitch.control;

import io.mecvswitch.control.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration file was refused; all reasons are listed. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(final String file, final List<Problem> problems) {
        super(problems.stream().map(problem -> file + ":" + problem).collect(Collectors.joining("\n")));
        this.problems = problems;
    }

    /** The reasons, at least one. The message has one line for each: {@code file:line:column: path: sentence}. */
    public List<Problem> problems() {
        return problems;
    }
}
