package io.mecvswitch.control;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file contains, it loads or is refused with reasons. */
class CorruptionTest {
    private static final int ROUNDS = 1_500;

    @ParameterizedTest
    @ValueSource(strings = {"2-local-breakout.xml", "3-through-application.xml", "2-local-breakout.json",
        "3-through-application.json"})
    void shouldLoadOrRefuseWhateverIsChanged(final String example) throws Exception {
        final byte[] document = Files.readAllBytes(Configs.EXAMPLES.resolve(example));
        for (int seed = 0; seed < ROUNDS; seed++) {
            loadOrRefuse(corrupted(document, new Random(seed)));
        }
    }

    private static void loadOrRefuse(final byte[] document) {
        try {
            Configs.LOADER.load("corrupted", document);
        } catch (final ConfigException e) {
            assertFalse(e.problems().isEmpty());
            assertFalse(e.getMessage().isBlank());
        }
    }

    /** Octets changed, cut out, doubled, moved, or the end cut off. */
    private static byte[] corrupted(final byte[] document, final Random random) {
        byte[] changed = document.clone();
        for (int i = random.nextInt(1, 4); i > 0 && changed.length > 64; i--) {
            final int from = random.nextInt(changed.length - 1);
            final int to = Math.min(changed.length, from + random.nextInt(1, 60));
            switch (random.nextInt(5)) {
                case 0 -> changed[from] = (byte) random.nextInt(256);
                case 1 -> changed = joined(changed, 0, from, to, changed.length);
                case 2 -> changed = joined(changed, 0, to, from, changed.length);
                case 3 -> changed[from] = "<>/\"'{}[]:,&;!0-\0".getBytes(StandardCharsets.US_ASCII)[random.nextInt(17)];
                default -> changed = Arrays.copyOf(changed, Math.max(2, from));
            }
        }
        return changed;
    }

    private static byte[] joined(final byte[] from, final int start, final int end, final int next, final int last) {
        final byte[] joined = Arrays.copyOfRange(from, start, end + last - next);
        System.arraycopy(from, next, joined, end - start, last - next);
        return joined;
    }
}
