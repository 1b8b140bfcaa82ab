package io.mecvswitch.vswitch.demo;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** A packet that must not be: none is ever seen. */
final class NoneCheck implements Check {
    private final String what;
    private final AtomicLong seen = new AtomicLong();

    NoneCheck(final String what) {
        this.what = what;
    }

    /** There is one. */
    void seen() {
        seen.incrementAndGet();
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public boolean passed() {
        return seen.get() == 0;
    }

    @Override
    public String figures() {
        return String.format(Locale.ROOT, "%,d", seen.get());
    }
}
