package io.mecvswitch.vswitch.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command line came to. */
record Execution(int code, String out, String err) {
    static Execution of(final String... arguments) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final CommandLine commandLine = MecVswitch.commandLine()
            .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Execution(commandLine.execute(arguments), out.toString(), err.toString());
    }
}
