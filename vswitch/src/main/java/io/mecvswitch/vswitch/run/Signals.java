package io.mecvswitch.vswitch.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does something else on a signal than to end the process; as before when it is closed.
 *
 * <p>The JDK has no public way to do this but {@code sun.misc.Signal}, which it supports and warns of at compile time.
 * It is reached by reflection here, in one place, so that warnings can stay errors. Actions run on a thread of the JVM
 * and have to be short.
 */
public final class Signals implements AutoCloseable {
    private final Map<Object, Object> before = new HashMap<>();

    private Signals() {
    }

    /**
     * Takes signals over.
     *
     * @param names  without SIG, such as {@code TERM}
     * @param action on each of them, any number of times
     */
    public static Signals on(final List<String> names, final Runnable action) {
        final Signals signals = new Signals();
        names.forEach(name -> signals.add(name, action));
        return signals;
    }

    /** Takes one more over. */
    public Signals and(final String name, final Runnable action) {
        add(name, action);
        return this;
    }

    private void add(final String name, final Runnable action) {
        final InvocationHandler run = (final Object self, final Method method, final Object[] arguments) ->
            switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                default -> name;
            };
        try {
            final Class<?> handler = Class.forName("sun.misc.SignalHandler");
            final Object signal = Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
            before.put(signal,
                handle(signal, Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run)));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("SIG" + name + " can't be handled by this JVM.", e);
        }
    }

    private static Object handle(final Object signal, final Object handler) throws ReflectiveOperationException {
        return signal.getClass().getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
            .invoke(null, signal, handler);
    }

    @Override
    public void close() {
        before.forEach((signal, handler) -> {
            try {
                handle(signal, handler);
            } catch (final ReflectiveOperationException e) {
                throw new IllegalStateException(signal + " can't be given back.", e);
            }
        });
        before.clear();
    }
}
