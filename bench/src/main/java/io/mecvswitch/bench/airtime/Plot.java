package io.mecvswitch.bench.airtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over one axis, as a picture and as numbers.
 *
 * @param name   of the files
 * @param title  above the picture
 * @param under  a second line there: what was done
 * @param x      horizontal axis
 * @param y      vertical axis
 * @param marks  values of y that were agreed or asked for, drawn as dashed lines
 * @param series lines
 */
record Plot(String name, String title, String under, Axis x, Axis y, List<Mark> marks, List<Series> series) {
    private static final int WIDTH = 780;
    private static final int HEIGHT = 400;
    private static final int LEFT = 64;
    private static final int RIGHT = 190;
    private static final int TOP = 64;
    private static final int BOTTOM = 54;
    private static final int TICKS = 6;
    /** Beyond so many points a line needs no dots. */
    private static final int DOTS = 40;
    /** Told apart by those who confuse colours, too (Okabe and Ito). */
    private static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};

    /**
     * An axis.
     *
     * @param label       what it says, with the unit
     * @param from        where it begins
     * @param to          where it ends
     * @param logarithmic whether each tick is a multiple of the one before
     */
    record Axis(String label, double from, double to, boolean logarithmic) {
        Axis(final String label, final double from, final double to) {
            this(label, from, to, false);
        }

        /** Where a value is, 0 to 1. */
        double part(final double value) {
            final double held = Math.clamp(value, from, to);
            return logarithmic ? Math.log(held / from) / Math.log(to / from) : (held - from) / (to - from);
        }

        List<Double> ticks() {
            final List<Double> ticks = new ArrayList<>();
            if (logarithmic) {
                for (double decade = Math.pow(10, Math.floor(Math.log10(from))); decade <= to; decade *= 10) {
                    for (final int digit : new int[] {1, 2, 5}) {
                        ticks.add(decade * digit);
                    }
                }
                ticks.removeIf(tick -> tick < from * 0.999 || tick > to * 1.001);
            } else {
                for (double tick = Math.ceil(from / step()) * step(); tick <= to + step() / 1_000; tick += step()) {
                    ticks.add(tick);
                }
            }
            return ticks;
        }

        /** 1, 2 or 5 times a power of ten. */
        private double step() {
            final double rough = (to - from) / TICKS;
            final double decade = Math.pow(10, Math.floor(Math.log10(rough)));
            final double digit = rough / decade;
            return decade * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
        }
    }

    /**
     * A value that was agreed or asked for.
     *
     * @param label what it is
     * @param at    value
     */
    record Mark(String label, double at) { }

    /**
     * A line.
     *
     * @param name   in the legend
     * @param points pairs of x and y
     */
    record Series(String name, List<double[]> points) { }

    String csv() {
        final StringBuilder text = new StringBuilder("series," + x.label + "," + y.label + "\n");
        for (final Series line : series) {
            for (final double[] point : line.points) {
                text.append(String.format(Locale.ROOT, "%s,%.4f,%.4f%n", line.name, point[0], point[1]));
            }
        }
        return text.toString();
    }

    String svg() {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"12\" fill=\"#222\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                + "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"bold\">%s</text>%n"
                + "<text x=\"%d\" y=\"46\" fill=\"#555\">%s</text>%n", WIDTH, HEIGHT, LEFT, title, LEFT, under));
        axes(text);
        marks.forEach(mark -> mark(text, mark));
        for (int i = 0; i < series.size(); i++) {
            line(text, series.get(i), i);
        }
        return text.append("</svg>\n").toString();
    }

    private double horizontal(final double value) {
        return LEFT + x.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private double vertical(final double value) {
        return HEIGHT - BOTTOM - y.part(value) * (HEIGHT - TOP - BOTTOM);
    }

    private void axes(final StringBuilder text) {
        for (final double tick : y.ticks()) {
            text.append(String.format(Locale.ROOT,
                "<path d=\"M%d %.1fH%d\" stroke=\"#e3e3e3\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                LEFT, vertical(tick), WIDTH - RIGHT, LEFT - 8, vertical(tick) + 4, number(tick)));
        }
        for (final double tick : x.ticks()) {
            text.append(String.format(Locale.ROOT,
                "<path d=\"M%1$.1f %2$dv5\" stroke=\"#888\"/><text x=\"%1$.1f\" y=\"%3$d\" text-anchor=\"middle\">%4$s"
                    + "</text>%n", horizontal(tick), HEIGHT - BOTTOM, HEIGHT - BOTTOM + 20, number(tick)));
        }
        text.append(String.format(Locale.ROOT,
            "<path d=\"M%1$d %2$dV%3$dH%4$d\" fill=\"none\" stroke=\"#888\"/>%n"
                + "<text x=\"%5$d\" y=\"%6$d\" text-anchor=\"middle\">%7$s</text>%n"
                + "<text transform=\"translate(18 %8$d) rotate(-90)\" text-anchor=\"middle\">%9$s</text>%n",
            LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x.label,
            (TOP + HEIGHT - BOTTOM) / 2, y.label));
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }

    private void mark(final StringBuilder text, final Mark mark) {
        text.append(String.format(Locale.ROOT,
            "<path d=\"M%d %.1fH%d\" stroke=\"#777\" stroke-dasharray=\"5 4\"/>"
                + "<text x=\"%d\" y=\"%.1f\" fill=\"#555\">%s</text>%n",
            LEFT, vertical(mark.at), WIDTH - RIGHT, WIDTH - RIGHT + 8, vertical(mark.at) + 4, mark.label));
    }

    private void line(final StringBuilder text, final Series line, final int number) {
        final String colour = COLOURS[number % COLOURS.length];
        final StringBuilder path = new StringBuilder();
        final StringBuilder dots = new StringBuilder();
        for (final double[] point : line.points) {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", horizontal(point[0]),
                vertical(point[1])));
            dots.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"%s\"/>",
                horizontal(point[0]), vertical(point[1]), colour));
        }
        text.append(String.format(Locale.ROOT,
            "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\" stroke-linejoin=\"round\"/>%s%n",
            path, colour, line.points.size() <= DOTS ? dots : ""));
        final int at = TOP + 6 + 20 * number;
        text.append(String.format(Locale.ROOT,
            "<path d=\"M%d %dh22\" stroke=\"%s\" stroke-width=\"3\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
            WIDTH - RIGHT + 14, at, colour, WIDTH - RIGHT + 42, at + 4, line.name));
    }
}
