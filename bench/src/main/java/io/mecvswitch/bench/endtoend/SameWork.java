package io.mecvswitch.bench.endtoend;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * What bench/native/samework.c is told, where it can do a scenario's work.
 *
 * @param mode    its name for the work
 * @param bearers in its table
 * @param other   device arguments of the port beside the source's, by the folder of the files
 */
record SameWork(String mode, int bearers, Function<Path, String> other) { }
