package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PrivateKeyEntryDecoder;
import org.apache.sshd.common.config.keys.PublicKeyEntryDecoder;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSAUtils;
import org.apache.sshd.common.util.security.eddsa.generic.GenericEd25519PublicKeyDecoder;
import org.apache.sshd.common.util.security.eddsa.generic.GenericOpenSSHEd25519PrivateKeyEntryDecoder;
import org.apache.sshd.common.util.security.eddsa.generic.GenericSignatureEd25519;

/**
 * Keys of kind ssh-ed25519 (RFC 8709) by the JDK's own means. The library knows them only with one of two others, of
 * which one is not kept up any more and the other takes over all of cryptography.
 */
final class JdkEd25519 implements EdDSASupport<EdECPublicKey, EdECPrivateKey> {
    private static final String ALGORITHM = "Ed25519";

    private JdkEd25519() { }

    /** Makes the library know them. Before anything else is asked of it. */
    static void register() {
        SecurityUtils.registerSecurityProvider(new Registrar());
    }

    private static final class Registrar extends AbstractSecurityProviderRegistrar {
        Registrar() {
            // The name under which the library looks first.
            super(SecurityUtils.EDDSA);
        }

        @Override
        public boolean isSupported() {
            return true;
        }

        @Override
        public boolean isSecurityEntitySupported(final Class<?> kind, final String name) {
            return false;
        }

        @Override
        public Provider getSecurityProvider() {
            return Security.getProviders("KeyFactory." + ALGORITHM)[0];
        }

        @Override
        public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
            return Optional.of(new JdkEd25519());
        }
    }

    @Override
    public PublicKeyEntryDecoder<EdECPublicKey, EdECPrivateKey> getEDDSAPublicKeyEntryDecoder() {
        return new GenericEd25519PublicKeyDecoder<>(EdECPublicKey.class, EdECPrivateKey.class, this);
    }

    @Override
    public PrivateKeyEntryDecoder<EdECPublicKey, EdECPrivateKey> getOpenSSHEDDSAPrivateKeyEntryDecoder() {
        return new GenericOpenSSHEd25519PrivateKeyEntryDecoder<>(EdECPublicKey.class, EdECPrivateKey.class, this);
    }

    @Override
    public Signature getEDDSASigner() {
        return new GenericSignatureEd25519(ALGORITHM);
    }

    @Override
    public int getEDDSAKeySize(final Key key) {
        return KEY_SIZE;
    }

    @Override
    public Class<EdECPublicKey> getEDDSAPublicKeyType() {
        return EdECPublicKey.class;
    }

    @Override
    public Class<EdECPrivateKey> getEDDSAPrivateKeyType() {
        return EdECPrivateKey.class;
    }

    @Override
    public boolean compareEDDSAPPublicKeys(final PublicKey one, final PublicKey other) {
        return one instanceof EdECPublicKey && one.equals(other);
    }

    @Override
    public boolean compareEDDSAPrivateKeys(final PrivateKey one, final PrivateKey other) {
        return one instanceof EdECPrivateKey && one.equals(other);
    }

    /** A pair made of the same seed has the same public key. */
    @Override
    public EdECPublicKey recoverEDDSAPublicKey(final PrivateKey key) throws GeneralSecurityException {
        final KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Seed(EdDSAUtils.getBytes(key)));
        return (EdECPublicKey) generator.generateKeyPair().getPublic();
    }

    /** Gives what it was given. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] octets;

        Seed(final byte[] octets) {
            this.octets = octets;
        }

        @Override
        public void nextBytes(final byte[] out) {
            System.arraycopy(octets, 0, out, 0, out.length);
        }
    }

    @Override
    public EdECPublicKey generateEDDSAPublicKey(final byte[] octets) throws GeneralSecurityException {
        return (EdECPublicKey) KeyFactory.getInstance(ALGORITHM)
            .generatePublic(EdDSAUtils.createPublicKeySpec(octets));
    }

    @Override
    public EdECPrivateKey generateEDDSAPrivateKey(final byte[] seed) throws GeneralSecurityException, IOException {
        return (EdECPrivateKey) KeyFactory.getInstance(ALGORITHM)
            .generatePrivate(EdDSAUtils.createPrivateKeySpec(seed));
    }

    @Override
    public <B extends Buffer> B putRawEDDSAPublicKey(final B buffer, final PublicKey key) {
        buffer.putBytes(getPublicKeyData((EdECPublicKey) key));
        return buffer;
    }

    @Override
    public <B extends Buffer> B putEDDSAKeyPair(
        final B buffer, final PublicKey publicKey, final PrivateKey privateKey) {
        final byte[] octets = getPublicKeyData((EdECPublicKey) publicKey);
        buffer.putBytes(octets);
        // The seed and the public key again (draft-ietf-sshm-ssh-agent §3.2.3).
        buffer.putUInt(2L * octets.length);
        buffer.putRawBytes(getPrivateKeyData((EdECPrivateKey) privateKey));
        buffer.putRawBytes(octets);
        return buffer;
    }

    @Override
    public KeySpec createPublicKeySpec(final EdECPublicKey key) {
        return new X509EncodedKeySpec(key.getEncoded());
    }

    @Override
    public KeySpec createPrivateKeySpec(final EdECPrivateKey key) {
        return new PKCS8EncodedKeySpec(key.getEncoded());
    }

    @Override
    public byte[] getPublicKeyData(final EdECPublicKey key) {
        try {
            return EdDSAUtils.getBytes(key);
        } catch (final InvalidKeyException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public byte[] getPrivateKeyData(final EdECPrivateKey key) {
        return key.getBytes().orElseThrow(() -> new IllegalArgumentException("the key does not leave its device"));
    }

    @Override
    public String getKeyFactoryAlgorithm() {
        return ALGORITHM;
    }
}
