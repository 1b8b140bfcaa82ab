package io.mecvswitch.vswitch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetconfPasswordCommandTest {
    @TempDir
    private Path folder;

    private Execution given(final String input, final Path file) {
        final InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return Execution.of("netconf-password", file.toString());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldWriteAHashToAFileOfItsOwner() throws Exception {
        final Path file = Files.writeString(folder.resolve("ann"), "what was there");
        assertEquals(0, given("secret\n", file).code());
        assertTrue(Files.readString(file).startsWith("pbkdf2-hmac-sha512 210000 "));
        assertFalse(Files.readString(file).contains("secret"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldRefuseNoPassword() {
        final Execution execution = given("\n", folder.resolve("ann"));
        assertEquals(1, execution.code());
        assertEquals("A password has 1 to 1024 characters.\n", execution.err());
        assertFalse(Files.exists(folder.resolve("ann")));
    }
}
