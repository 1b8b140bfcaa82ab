package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.control.netconf.session.RecordingTarget;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Trees;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ValueSchema;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * A process that commits without end until it is killed: the MTU of one port counts up. It says {@code begin N} before
 * a commit and {@code done N} after it.
 */
public final class CommitLoop {
    private static final int SESSION = 1;
    /** Where it begins again. */
    private static final int MOST = 9_000;
    private static final int LEAST = 100;

    private CommitLoop() { }

    /** Arguments: the file, and a number that decides over pauses. */
    public static void main(final String... arguments) throws Exception {
        final ConfigLoader loader = new ConfigLoader();
        final Path file = Path.of(arguments[0]);
        final Random random = new Random(Long.parseLong(arguments[1]));
        final Recovery.Found found = Recovery.start(loader, file, _ -> { });
        final Datastores datastores = new Datastores(loader.schema(), new RecordingTarget(),
            Optional.of(new ConfigFile(file, CommitLoop::fail)), found.loaded().root(), found.digest());
        datastores.begin();
        datastores.admit(SESSION);
        for (int mtu = mtu(found.loaded()) + 1;; mtu = mtu < MOST ? mtu + 1 : LEAST) {
            System.out.println("begin " + mtu);
            final int next = mtu;
            datastores.change(DatastoreName.RUNNING, SESSION, tree -> with(tree, next), true);
            System.out.println("done " + mtu);
            pause(random);
        }
    }

    private static void fail(final Exception trouble) {
        trouble.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    /** Now and then long enough for the whole to be written. */
    private static void pause(final Random random) throws InterruptedException {
        if (random.nextInt(40) == 0) {
            Thread.sleep(980 + random.nextInt(60));
        }
    }

    /** The number that was committed last. */
    static int mtu(final LoadedConfig loaded) {
        return loaded.config().ports().getFirst().mtu();
    }

    private static Branch with(final Branch tree, final int mtu) {
        final InnerSchema interfaces = (InnerSchema) tree.schema().child("ietf-interfaces:interfaces").orElseThrow();
        final InnerSchema entry = (InnerSchema) interfaces.child("interface").orElseThrow();
        final InnerSchema port = (InnerSchema) entry.child("mec-vswitch-ports:port").orElseThrow();
        final Branch all = (Branch) tree.child(interfaces).orElseThrow();
        final Branch first = (Branch) all.children(entry).iterator().next();
        final Branch inside = ((Branch) first.child(port).orElseThrow())
            .with(new Value((ValueSchema) port.child("mtu").orElseThrow(), Integer.toString(mtu)));
        return tree.with(all.with(first.with(inside)));
    }
}
