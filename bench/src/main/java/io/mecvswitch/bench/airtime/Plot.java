package io.mecvswitch.bench.airtime;

import java.util.List;
import java.util.Locale;

/**
 * Lines over one axis, as a picture and as numbers.
 *
 * @param name   of the files
 * @param title  above the picture
 * @param x      what the horizontal axis says
 * @param y      what the vertical axis says
 * @param maxY   upper end of the vertical axis, which begins at 0
 * @param series lines
 */
record Plot(String name, String title, String x, String y, double maxY, List<Series> series) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int RIGHT = 170;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int TICKS = 5;
    private static final String[] COLOURS = {"#1f6fb4", "#d1495b", "#3a8f4d", "#8a5fbf", "#b07d2b", "#4f4f4f"};

    /**
     * A line.
     *
     * @param name   in the legend
     * @param points pairs of x and y
     */
    record Series(String name, List<double[]> points) { }

    String csv() {
        final StringBuilder text = new StringBuilder("series," + x + "," + y + "\n");
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
                + " font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                + "<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>%n", WIDTH, HEIGHT, LEFT, title));
        axes(text);
        for (int i = 0; i < series.size(); i++) {
            line(text, series.get(i), i);
        }
        return text.append("</svg>\n").toString();
    }

    private double maxX() {
        return series.stream().flatMap(line -> line.points.stream()).mapToDouble(point -> point[0]).max().orElse(1);
    }

    private double minX() {
        return series.stream().flatMap(line -> line.points.stream()).mapToDouble(point -> point[0]).min().orElse(0);
    }

    private double horizontal(final double value) {
        return LEFT + (value - minX()) / (maxX() - minX()) * (WIDTH - LEFT - RIGHT);
    }

    private double vertical(final double value) {
        return HEIGHT - BOTTOM - Math.min(value, maxY) / maxY * (HEIGHT - TOP - BOTTOM);
    }

    private void axes(final StringBuilder text) {
        for (int tick = 0; tick <= TICKS; tick++) {
            final double value = maxY * tick / TICKS;
            final double at = minX() + (maxX() - minX()) * tick / TICKS;
            text.append(String.format(Locale.ROOT,
                "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n"
                    + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                LEFT, vertical(value), WIDTH - RIGHT, LEFT - 6, vertical(value) + 4, number(value), horizontal(at),
                HEIGHT - BOTTOM + 18, number(at)));
        }
        text.append(String.format(Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n"
                + "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x, (TOP + HEIGHT - BOTTOM) / 2, y));
    }

    private static String number(final double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private void line(final StringBuilder text, final Series line, final int number) {
        final String colour = COLOURS[number % COLOURS.length];
        final StringBuilder path = new StringBuilder();
        for (final double[] point : line.points) {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", horizontal(point[0]),
                vertical(point[1])));
        }
        text.append(String.format(Locale.ROOT,
            "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\"/>%n"
                + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
            path, colour, WIDTH - RIGHT + 10, TOP + 14 + 18 * number, colour, line.name));
    }
}
