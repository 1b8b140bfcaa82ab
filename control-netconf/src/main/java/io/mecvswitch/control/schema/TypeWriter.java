package io.mecvswitch.control.schema;

import io.mecvswitch.control.schema.ValueType.BitsType;
import io.mecvswitch.control.schema.ValueType.BooleanType;
import io.mecvswitch.control.schema.ValueType.Complaint;
import io.mecvswitch.control.schema.ValueType.DecimalType;
import io.mecvswitch.control.schema.ValueType.EmptyType;
import io.mecvswitch.control.schema.ValueType.EnumerationType;
import io.mecvswitch.control.schema.ValueType.IdentityType;
import io.mecvswitch.control.schema.ValueType.IntegerType;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.schema.ValueType.PathType;
import io.mecvswitch.control.schema.ValueType.StringType;
import io.mecvswitch.control.schema.ValueType.UnionType;
import java.util.List;

/** Writes types down; {@link TypeReader} makes them again. Each is a {@link Kind} and what is its own. */
final class TypeWriter {
    /** What a type is. */
    enum Kind { INTEGER, DECIMAL, STRING, BOOLEAN, EMPTY, ENUMERATION, IDENTITY, LEAFREF, BITS, PATH, UNION }

    private final ModelOutput out;
    private final XPathWriter paths;

    TypeWriter(final ModelOutput out, final XPathWriter paths) {
        this.out = out;
        this.paths = paths;
    }

    void write(final ValueType type) {
        switch (type) {
            case IntegerType(List<IntegerType.Interval> intervals, boolean sixtyFour, Complaint complaint) -> {
                ranges(Kind.INTEGER, intervals, complaint);
                out.flag(sixtyFour);
            }
            case DecimalType(int digits, List<IntegerType.Interval> intervals, Complaint complaint) -> {
                ranges(Kind.DECIMAL, intervals, complaint);
                out.number(digits);
            }
            case StringType string -> {
                ranges(Kind.STRING, string.lengths(), string.complaint());
                out.all(string.patterns(), this::pattern);
                out.word(string.canonizer());
            }
            case BooleanType _ -> out.word(Kind.BOOLEAN);
            case EmptyType _ -> out.word(Kind.EMPTY);
            case EnumerationType enumeration -> {
                out.word(Kind.ENUMERATION);
                out.all(enumeration.values().entrySet(), value -> {
                    out.text(value.getKey());
                    out.number(value.getValue());
                });
            }
            case IdentityType identity -> {
                out.word(Kind.IDENTITY);
                out.all(identity.identities().values(), out::name);
            }
            case LeafrefType reference -> reference(reference);
            case BitsType bits -> {
                out.word(Kind.BITS);
                out.all(bits.names(), out::text);
            }
            case PathType _ -> out.word(Kind.PATH);
            case UnionType union -> {
                out.word(Kind.UNION);
                out.all(union.members(), this::write);
            }
        }
    }

    private void ranges(final Kind kind, final List<IntegerType.Interval> intervals, final Complaint complaint) {
        out.word(kind);
        out.all(intervals, interval -> {
            out.text(interval.min().toString());
            out.text(interval.max().toString());
        });
        complaint(complaint);
    }

    private void complaint(final Complaint complaint) {
        out.maybe(complaint.message(), out::text);
        out.maybe(complaint.appTag(), out::text);
    }

    private void pattern(final StringType.PatternRule rule) {
        out.text(rule.pattern().pattern());
        out.text(rule.text());
        out.flag(rule.inverted());
        complaint(rule.complaint());
    }

    private void reference(final LeafrefType reference) {
        out.word(Kind.LEAFREF);
        paths.write(reference.path());
        out.text(reference.text());
        out.module(reference.module());
        out.flag(reference.requireInstance());
    }
}
