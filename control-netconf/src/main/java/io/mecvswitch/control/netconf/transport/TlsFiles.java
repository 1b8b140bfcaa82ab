package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What TLS needs, in PEM: the switch's key and certificate, and the authorities of its users.
 *
 * @param folder with {@code key.pem} (PKCS #8), {@code certificate.pem}, {@code authorities.pem}, {@code cert-to-name}
 */
record TlsFiles(Path folder) {
    private static final char[] NO_PASSWORD = {};
    private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");

    /** The certificates that users' certificates have to lead to. */
    List<X509Certificate> authorities() throws IOException, GeneralSecurityException {
        return certificates(folder.resolve("authorities.pem"));
    }

    /** Who is who; read each time, so that changes hold at once. */
    CertToName names() throws IOException {
        return CertToName.read(folder.resolve("cert-to-name"));
    }

    /** All of it for connections. */
    SSLContext context() throws IOException, GeneralSecurityException {
        final SSLContext context = SSLContext.getInstance("TLS");
        final KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own(), NO_PASSWORD);
        final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted());
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore own() throws IOException, GeneralSecurityException {
        final KeyStore store = empty();
        store.setKeyEntry("switch", key(folder.resolve("key.pem")), NO_PASSWORD,
            certificates(folder.resolve("certificate.pem")).toArray(new Certificate[0]));
        return store;
    }

    private KeyStore trusted() throws IOException, GeneralSecurityException {
        final KeyStore store = empty();
        for (final X509Certificate authority : authorities()) {
            store.setCertificateEntry("authority" + store.size(), authority);
        }
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<X509Certificate> certificates(final Path file) throws IOException, GeneralSecurityException {
        Ownership.require(file);
        final List<X509Certificate> all = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (final Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                all.add((X509Certificate) one);
            }
        }
        if (all.isEmpty()) {
            throw new IOException("there is no certificate in " + file);
        }
        return all;
    }

    private static PrivateKey key(final Path file) throws IOException, GeneralSecurityException {
        Ownership.require(file);
        if (!Collections.disjoint(Files.getPosixFilePermissions(file),
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ))) {
            throw new IOException("others than its owner can read " + file + "; chmod 600 " + file);
        }
        final String text = Files.readString(file, StandardCharsets.US_ASCII);
        final PKCS8EncodedKeySpec octets = new PKCS8EncodedKeySpec(
            Base64.getMimeDecoder().decode(text.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").strip()));
        for (final String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(octets);
            } catch (final InvalidKeySpecException e) {
                // It is of another kind.
            }
        }
        throw new IOException(file + " is no private key in PKCS #8 of kind " + String.join(", ", KINDS)
            + "; openssl pkcs8 -topk8 -nodes makes one");
    }
}
