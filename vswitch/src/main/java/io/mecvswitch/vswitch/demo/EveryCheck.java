package io.mecvswitch.vswitch.demo;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Every packet sent arrives, and is as it should be. */
final class EveryCheck implements Check {
    private final String what;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong right = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    EveryCheck(final String what) {
        this.what = what;
    }

    /** One more is sent. */
    void expect() {
        sent.incrementAndGet();
    }

    /** One has arrived. */
    void arrived(final boolean asItShould) {
        (asItShould ? right : wrong).incrementAndGet();
    }

    @Override
    public String what() {
        return what;
    }

    /** Of nothing nothing can be said. */
    @Override
    public boolean passed() {
        return sent.get() > 0 && right.get() == sent.get() && wrong.get() == 0;
    }

    @Override
    public String figures() {
        return String.format(Locale.ROOT, "%,d of %,d%s", right.get(), sent.get(),
            wrong.get() == 0 ? "" : String.format(Locale.ROOT, ", %,d arrived otherwise", wrong.get()));
    }
}
