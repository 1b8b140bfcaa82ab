package io.mecvswitch.control.netconf.transport;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-512 (RFC 8018 §5.2), in a line that says how it was made. Any
 * thread.
 *
 * <pre>
 *   pbkdf2-hmac-sha512 ITERATIONS SALT HASH      salt and hash in base 64, 16 to 64 and 64 octets
 * </pre>
 */
public final class PasswordHash {
    /** What is made here, and the least that is believed. */
    private static final int ITERATIONS = 210_000;
    /** The most: about five seconds. */
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_LENGTH = 16;
    private static final int HASH_LENGTH = 64;
    private static final int MAX_PASSWORD_SIZE = 1_024;
    private static final Pattern LINE =
        Pattern.compile("pbkdf2-hmac-sha512 ([0-9]{6,8}) ([A-Za-z0-9+/=]{22,88}) ([A-Za-z0-9+/=]{86,88})");

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(final int iterations, final byte[] salt, final byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Of a new password, with a salt of its own.
     *
     * @throws IllegalArgumentException if it is empty or has more than 1024 characters
     */
    public static PasswordHash of(final String password) {
        if (!isPossible(password)) {
            throw new IllegalArgumentException("A password has 1 to " + MAX_PASSWORD_SIZE + " characters.");
        }
        final byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, derive(password, ITERATIONS, salt));
    }

    /** One that no password has, and that it takes as long to find out of. */
    static PasswordHash ofNobody() {
        return new PasswordHash(ITERATIONS, new byte[SALT_LENGTH], new byte[HASH_LENGTH]);
    }

    private static boolean isPossible(final String password) {
        return !password.isEmpty() && password.length() <= MAX_PASSWORD_SIZE;
    }

    /**
     * Reads the line.
     *
     * @throws IllegalArgumentException if it is none, with what it should be
     */
    static PasswordHash parse(final String line) {
        final Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw new IllegalArgumentException(
                "it is not 'pbkdf2-hmac-sha512 ITERATIONS SALT HASH'; make it with mec-vswitch netconf-password");
        }
        final int iterations = Integer.parseInt(fields.group(1));
        if (iterations < ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("iterations are " + ITERATIONS + " to " + MAX_ITERATIONS);
        }
        final byte[] hash = Base64.getDecoder().decode(fields.group(3));
        if (hash.length != HASH_LENGTH) {
            throw new IllegalArgumentException("its hash has not " + HASH_LENGTH + " octets");
        }
        return new PasswordHash(iterations, Base64.getDecoder().decode(fields.group(2)), hash);
    }

    /** Whether it is of this password; takes as long if it is not. */
    boolean matches(final String password) {
        final boolean possible = isPossible(password);
        return MessageDigest.isEqual(hash, derive(possible ? password : "-", iterations, salt)) && possible;
    }

    private static byte[] derive(final String password, final int iterations, final byte[] salt) {
        final PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_LENGTH * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(key).getEncoded();
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            key.clearPassword();
        }
    }

    /** The line. */
    @Override
    public String toString() {
        final Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2-hmac-sha512 " + iterations + " " + base64.encodeToString(salt) + " "
            + base64.encodeToString(hash);
    }
}
