package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who somebody is, by his certificate: the list cert-to-name of RFC 7407 §2.4, as RFC 7589 §7 uses it. An entry is a
 * line:
 *
 * <pre>
 *   ID  FINGERPRINT  MAP-TYPE  [NAME]
 *   1   04:8b:1f:…   specified admin
 *   2   04:77:0a:…   san-rfc822-name
 * </pre>
 *
 * <p>Entries are tried by their numbers. A fingerprint is that of the user's certificate or of an authority above it;
 * its first octet says the hash (4 SHA-256, 5 SHA-384, 6 SHA-512; weaker ones are not taken).
 */
final class CertToName {
    private static final Pattern LINE = Pattern.compile(
        "([0-9]{1,9})\\s+((?:[0-9a-fA-F]{2}:)+[0-9a-fA-F]{2})\\s+([a-z0-9-]+)(?:\\s+(\\S.*?))?\\s*");
    private static final Pattern USABLE = Pattern.compile("[^\\p{Cntrl}]{1,255}");
    private static final Map<String, String> HASHES = Map.of("04", "SHA-256", "05", "SHA-384", "06", "SHA-512");
    private static final int RFC822_NAME = 1;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final List<Entry> entries;

    private CertToName(final List<Entry> entries) {
        this.entries = entries;
    }

    private record Entry(int id, String fingerprint, String type, Optional<String> name) {
        /** Whether a certificate is the one that is meant. */
        boolean isOf(final X509Certificate certificate) {
            try {
                final byte[] digest =
                    MessageDigest.getInstance(HASHES.get(fingerprint.substring(0, 2))).digest(certificate.getEncoded());
                return fingerprint.substring(3).equals(HexFormat.ofDelimiter(":").formatHex(digest));
            } catch (final GeneralSecurityException e) {
                return false;
            }
        }

        Optional<String> nameOf(final X509Certificate user) {
            return switch (type) {
                case "specified" -> name;
                case "san-rfc822-name" -> alternative(user, List.of(RFC822_NAME));
                case "san-dns-name" -> alternative(user, List.of(DNS_NAME));
                case "san-ip-address" -> alternative(user, List.of(IP_ADDRESS));
                case "san-any" -> alternative(user, List.of(RFC822_NAME, DNS_NAME, IP_ADDRESS));
                default -> commonName(user);
            };
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it can't be read, or a line is no entry; with a sentence
     */
    static CertToName read(final Path file) throws IOException {
        Ownership.require(file);
        final List<Entry> entries = new ArrayList<>();
        for (final String line : Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                entries.add(entry(line, file));
            }
        }
        entries.sort(Comparator.comparingInt(Entry::id));
        return new CertToName(entries);
    }

    private static Entry entry(final String line, final Path file) throws IOException {
        final Matcher parts = LINE.matcher(line.strip());
        if (!parts.matches() || !HASHES.containsKey(parts.group(2).substring(0, 2)) || !List.of("specified",
            "san-rfc822-name", "san-dns-name", "san-ip-address", "san-any", "common-name").contains(parts.group(3))
            || parts.group(3).equals("specified") == (parts.group(4) == null)) {
            throw new IOException("'" + line + "' in " + file + " is no entry: ID FINGERPRINT MAP-TYPE, and a name"
                + " where the type is specified");
        }
        return new Entry(Integer.parseInt(parts.group(1)), parts.group(2).toLowerCase(Locale.ROOT), parts.group(3),
            Optional.ofNullable(parts.group(4)));
    }

    /**
     * The name of a user.
     *
     * @param chain his certificate and those above it, as far as they are known
     */
    Optional<String> user(final List<X509Certificate> chain) {
        return entries.stream().filter(entry -> chain.stream().anyMatch(entry::isOf))
            .flatMap(entry -> entry.nameOf(chain.getFirst()).stream())
            .filter(name -> USABLE.matcher(name).matches()).findFirst();
    }

    private static Optional<String> alternative(final X509Certificate user, final List<Integer> types) {
        try {
            final Collection<List<?>> all =
                Objects.requireNonNullElse(user.getSubjectAlternativeNames(), List.<List<?>>of());
            return all.stream().filter(name -> types.contains((Integer) name.get(0)))
                .flatMap(name -> text((Integer) name.get(0), name.get(1).toString())).findFirst();
        } catch (final GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** In the form that RFC 7407 gives it. */
    private static Stream<String> text(final int type, final String name) {
        return switch (type) {
            case RFC822_NAME -> Stream.of(name.substring(0, name.lastIndexOf('@') + 1)
                + name.substring(name.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
            case DNS_NAME -> Stream.of(name.toLowerCase(Locale.ROOT));
            default -> address(name);
        };
    }

    /** IPv4 with dots, IPv6 as 32 digits. */
    private static Stream<String> address(final String name) {
        if (!name.contains(":")) {
            return Stream.of(name);
        }
        try {
            return Stream.of(HexFormat.of().formatHex(InetAddress.ofLiteral(name).getAddress()));
        } catch (final IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static Optional<String> commonName(final X509Certificate user) {
        try {
            return new LdapName(user.getSubjectX500Principal().getName()).getRdns().reversed().stream()
                .filter(part -> part.getType().equalsIgnoreCase("CN")).map(Rdn::getValue).map(Object::toString)
                .findFirst();
        } catch (final InvalidNameException e) {
            return Optional.empty();
        }
    }
}
