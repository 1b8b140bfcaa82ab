package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** What an expression yields (XPath 1.0 §1), with the conversions of §4. */
public sealed interface Value {
    /** As string() gives it. */
    String string();

    /** As number() gives it. */
    double number();

    /** As boolean() gives it. */
    boolean bool();

    /** Nodes, each once, in document order where only forward axes were used. */
    record Nodes(List<? extends Instance> list) implements Value {
        @Override
        public String string() {
            return list.isEmpty() ? "" : list.getFirst().text();
        }

        @Override
        public double number() {
            return new Text(string()).number();
        }

        @Override
        public boolean bool() {
            return !list.isEmpty();
        }
    }

    /** A string. */
    record Text(String string) implements Value {
        private static final Pattern NUMBER = Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)");

        @Override
        public double number() {
            final String trimmed = string.strip();
            return NUMBER.matcher(trimmed).matches() ? Double.parseDouble(trimmed) : Double.NaN;
        }

        @Override
        public boolean bool() {
            return !string.isEmpty();
        }
    }

    /** A number. */
    record Num(double number) implements Value {
        /** Without exponent, and without a point for whole numbers (XPath 1.0 §4.2). */
        @Override
        public String string() {
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                return Double.toString(number);
            }
            return number == 0 ? "0" : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        }

        @Override
        public boolean bool() {
            return number != 0 && !Double.isNaN(number);
        }
    }

    /** True or false. */
    record Bool(boolean bool) implements Value {
        @Override
        public String string() {
            return Boolean.toString(bool);
        }

        @Override
        public double number() {
            return bool ? 1 : 0;
        }
    }
}
