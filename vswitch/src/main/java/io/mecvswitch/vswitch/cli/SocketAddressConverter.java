package io.mecvswitch.vswitch.cli;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 192.0.2.1:830} and {@code [2001:db8::1]:830}. */
final class SocketAddressConverter implements ITypeConverter<InetSocketAddress> {
    private static final Pattern FORM = Pattern.compile("(?:\\[([^]]+)\\]|([^:]+)):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    @Override
    public InetSocketAddress convert(final String text) {
        final Matcher parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT) {
            throw new TypeConversionException("'" + text + "' is not ADDRESS:PORT, such as 127.0.0.1:830 or [::1]:830");
        }
        final String address = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new InetSocketAddress(address, Integer.parseInt(parts.group(3)));
    }
}
