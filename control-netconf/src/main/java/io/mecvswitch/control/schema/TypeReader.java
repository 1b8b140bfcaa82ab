package io.mecvswitch.control.schema;

import io.mecvswitch.control.schema.TypeWriter.Kind;
import io.mecvswitch.control.schema.ValueType.BitsType;
import io.mecvswitch.control.schema.ValueType.BooleanType;
import io.mecvswitch.control.schema.ValueType.Complaint;
import io.mecvswitch.control.schema.ValueType.DecimalType;
import io.mecvswitch.control.schema.ValueType.EmptyType;
import io.mecvswitch.control.schema.ValueType.EnumerationType;
import io.mecvswitch.control.schema.ValueType.IdentityType;
import io.mecvswitch.control.schema.ValueType.IntegerType;
import io.mecvswitch.control.schema.ValueType.IntegerType.Interval;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.schema.ValueType.PathType;
import io.mecvswitch.control.schema.ValueType.StringType;
import io.mecvswitch.control.schema.ValueType.UnionType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;

/** Makes types again that {@link TypeWriter} has written down, for one leaf after the other. */
final class TypeReader {
    private static final Kind[] KINDS = Kind.values();
    private static final Canonizer[] CANONIZERS = Canonizer.values();

    private final ModelInput in;
    private final XPathReader paths;
    private final Map<String, YangModule> modules;
    /** Many leafs have the same. */
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final Map<String, BigInteger> bounds = new HashMap<>();
    private final List<LeafrefTarget> targets = new ArrayList<>();

    TypeReader(final ModelInput in, final XPathReader paths, final Map<String, YangModule> modules) {
        this.in = in;
        this.paths = paths;
        this.modules = modules;
    }

    /** The leafrefs met since this was last called, to be resolved from the leaf that has the type. */
    List<LeafrefTarget> targets() {
        final List<LeafrefTarget> met = List.copyOf(targets);
        targets.clear();
        return met;
    }

    ValueType read() {
        return switch (in.word(KINDS)) {
            case INTEGER -> integer(intervals(), complaint());
            case DECIMAL -> decimal(intervals(), complaint());
            case STRING -> new StringType(intervals(), complaint(), in.all(this::pattern), in.word(CANONIZERS));
            case BOOLEAN -> new BooleanType();
            case EMPTY -> new EmptyType();
            case ENUMERATION -> enumeration();
            case IDENTITY -> identity();
            case LEAFREF -> reference();
            case BITS -> new BitsType(in.all(in::text));
            case PATH -> new PathType(modules);
            case UNION -> new UnionType(in.all(this::read));
        };
    }

    private ValueType integer(final List<Interval> intervals, final Complaint complaint) {
        return new IntegerType(intervals, in.flag(), complaint);
    }

    private ValueType decimal(final List<Interval> intervals, final Complaint complaint) {
        return new DecimalType(in.number(), intervals, complaint);
    }

    private List<Interval> intervals() {
        return in.all(() -> new Interval(bound(), bound()));
    }

    private BigInteger bound() {
        return bounds.computeIfAbsent(in.text(), BigInteger::new);
    }

    private Complaint complaint() {
        return new Complaint(in.maybe(in::text), in.maybe(in::text));
    }

    private StringType.PatternRule pattern() {
        return new StringType.PatternRule(
            patterns.computeIfAbsent(in.text(), Pattern::compile), in.text(), in.flag(), complaint());
    }

    private ValueType enumeration() {
        final Map<String, Integer> values = new LinkedHashMap<>();
        final int count = in.number();
        for (int i = 0; i < count; i++) {
            values.put(in.text(), in.number());
        }
        return new EnumerationType(values);
    }

    private ValueType identity() {
        final Map<String, Name> identities = new LinkedHashMap<>();
        in.all(in::name).forEach(name -> identities.put(name.toString(), name));
        return new IdentityType(identities);
    }

    private ValueType reference() {
        final YangLocationPath path = (YangLocationPath) paths.tree();
        final LeafrefTarget target = new LeafrefTarget(path);
        targets.add(target);
        return new LeafrefType(path, in.text(), in.module(), target, in.flag());
    }
}
