package io.mecvswitch.control.schema;

import com.google.common.collect.RangeSet;
import io.mecvswitch.control.schema.ValueType.Complaint;
import io.mecvswitch.control.schema.ValueType.DecimalType;
import io.mecvswitch.control.schema.ValueType.IntegerType;
import io.mecvswitch.control.schema.ValueType.IntegerType.Interval;
import io.mecvswitch.control.schema.ValueType.StringType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.model.api.ConstraintMetaDefinition;
import org.opendaylight.yangtools.yang.model.api.IdentitySchemaNode;
import org.opendaylight.yangtools.yang.model.api.PathExpression.LocationPathSteps;
import org.opendaylight.yangtools.yang.model.api.TypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.BitsTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.BooleanTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.DecimalTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.EmptyTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.EnumTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.IdentityrefTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.InstanceIdentifierTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.Int64TypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.LeafrefTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.ModifierKind;
import org.opendaylight.yangtools.yang.model.api.type.PatternConstraint;
import org.opendaylight.yangtools.yang.model.api.type.RangeRestrictedTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.StringTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.Uint64TypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.UnionTypeDefinition;

/** Turns yangtools' types into ours, for one leaf at a time. */
final class TypeCompiler {
    /** Typedefs whose description gives a canonical form (RFC 6991). */
    private static final Map<String, Canonizer> CANONIZERS = Map.of(
        "mac-address", Canonizer.LOWER_CASE,
        "phys-address", Canonizer.LOWER_CASE,
        "hex-string", Canonizer.LOWER_CASE,
        "uuid", Canonizer.LOWER_CASE,
        "ipv6-address", Canonizer.ADDRESS,
        "ipv4-prefix", Canonizer.PREFIX,
        "ipv6-prefix", Canonizer.PREFIX);

    private static final List<Interval> ANY_LENGTH =
        List.of(new Interval(BigInteger.ZERO, BigInteger.valueOf(Integer.MAX_VALUE)));
    /** The typedef whose values are paths with prefixes. */
    private static final QName NODE_PATH = QName.create(
        "urn:ietf:params:xml:ns:yang:ietf-netconf-acm", "2018-02-14", "node-instance-identifier");

    private final Map<QName, Name> identityNames;
    private final Map<QName, List<IdentitySchemaNode>> derivedIdentities;
    private final Map<String, YangModule> modules;
    private final YangModule module;
    private final boolean config;
    private final List<LeafrefTarget> targets = new ArrayList<>();

    TypeCompiler(
        final Map<QName, Name> identityNames,
        final Map<QName, List<IdentitySchemaNode>> derivedIdentities,
        final Map<String, YangModule> modules,
        final YangModule module,
        final boolean config) {
        this.identityNames = identityNames;
        this.derivedIdentities = derivedIdentities;
        this.modules = modules;
        this.module = module;
        this.config = config;
    }

    /** The leafrefs met, to be resolved from the leaf that has the type. */
    List<LeafrefTarget> targets() {
        return targets;
    }

    ValueType compile(final TypeDefinition<?> type) {
        return switch (type) {
            case DecimalTypeDefinition decimal -> decimal(decimal);
            case RangeRestrictedTypeDefinition<?, ?> number -> integer(number);
            case StringTypeDefinition path when derivesFrom(path, NODE_PATH) -> new ValueType.PathType(modules);
            case StringTypeDefinition string -> string(string);
            case BitsTypeDefinition bits -> new ValueType.BitsType(
                bits.getBits().stream().map(BitsTypeDefinition.Bit::getName).toList());
            case BooleanTypeDefinition bool -> new ValueType.BooleanType();
            case EmptyTypeDefinition empty -> new ValueType.EmptyType();
            case EnumTypeDefinition enumeration -> enumeration(enumeration);
            case IdentityrefTypeDefinition reference -> identity(reference);
            case LeafrefTypeDefinition reference -> leafref(reference);
            case UnionTypeDefinition union ->
                new ValueType.UnionType(union.getTypes().stream().<ValueType>map(this::compile).toList());
            // In state and notifications only: nobody sends it.
            case InstanceIdentifierTypeDefinition path when !config -> new ValueType.PathType(modules);
            default -> throw new IllegalStateException("type " + type.getQName().getLocalName()
                + " is not one the switch's model may use; teach it to TypeCompiler first");
        };
    }

    private static boolean derivesFrom(final TypeDefinition<?> type, final QName typedef) {
        return Stream.<TypeDefinition<?>>iterate(type, at -> at != null, TypeDefinition::getBaseType)
            .anyMatch(at -> at.getQName().equals(typedef));
    }

    private static ValueType integer(final RangeRestrictedTypeDefinition<?, ?> type) {
        final var range = type.getRangeConstraint().orElseThrow();
        return new IntegerType(intervals(range.getAllowedRanges()),
            type instanceof Int64TypeDefinition || type instanceof Uint64TypeDefinition, complaint(range));
    }

    private static ValueType decimal(final DecimalTypeDefinition type) {
        final int digits = type.getFractionDigits();
        final var range = type.getRangeConstraint().orElseThrow();
        return new DecimalType(digits, range.getAllowedRanges().asRanges().stream().map(each ->
            new Interval(units(each.lowerEndpoint(), digits), units(each.upperEndpoint(), digits))).toList(),
            complaint(range));
    }

    private static BigInteger units(final Decimal64 value, final int digits) {
        return new BigDecimal(value.toString()).movePointRight(digits).toBigIntegerExact();
    }

    private static ValueType string(final StringTypeDefinition type) {
        final List<Interval> lengths = type.getLengthConstraint()
            .map(length -> intervals(length.getAllowedRanges()))
            .orElse(ANY_LENGTH);
        return new StringType(lengths,
            type.getLengthConstraint().map(TypeCompiler::complaint).orElse(Complaint.NONE),
            patterns(type), canonizer(type));
    }

    /** A derived type carries its own patterns; those of its bases hold as well (RFC 7950 §9.4.5). */
    private static List<StringType.PatternRule> patterns(final StringTypeDefinition type) {
        final Map<String, StringType.PatternRule> rules = new LinkedHashMap<>();
        for (StringTypeDefinition at = type; at != null; at = at.getBaseType()) {
            at.getPatternConstraints().forEach(
                pattern -> rules.putIfAbsent(pattern.getRegularExpressionString(), rule(pattern)));
        }
        return List.copyOf(rules.values());
    }

    private static StringType.PatternRule rule(final PatternConstraint pattern) {
        return new StringType.PatternRule(Pattern.compile(pattern.getJavaPatternString()),
            pattern.getRegularExpressionString(),
            pattern.getModifier().filter(modifier -> modifier == ModifierKind.INVERT_MATCH).isPresent(),
            complaint(pattern));
    }

    private static Canonizer canonizer(final StringTypeDefinition type) {
        for (TypeDefinition<?> at = type; at != null; at = at.getBaseType()) {
            final Canonizer found = CANONIZERS.get(at.getQName().getLocalName());
            if (found != null
                && at.getQName().getNamespace().toString().startsWith("urn:ietf:params:xml:ns:yang:ietf-")) {
                return found;
            }
        }
        return Canonizer.NONE;
    }

    private static ValueType enumeration(final EnumTypeDefinition type) {
        final Map<String, Integer> values = new LinkedHashMap<>();
        type.getValues().forEach(pair -> values.put(pair.getName(), pair.getValue()));
        return new ValueType.EnumerationType(values);
    }

    /** With several bases, an identity must be derived from all of them (RFC 7950 §9.10.2). */
    private ValueType identity(final IdentityrefTypeDefinition type) {
        final List<List<IdentitySchemaNode>> perBase = type.getIdentities().stream()
            .map(base -> derivedIdentities.getOrDefault(base.getQName(), List.of())).toList();
        return new ValueType.IdentityType(perBase.getFirst().stream()
            .filter(identity -> perBase.stream().allMatch(derived -> derived.contains(identity)))
            .map(identity -> identityNames.get(identity.getQName()))
            .collect(Collectors.toMap(Name::toString, Function.identity(), (one, other) -> one, LinkedHashMap::new)));
    }

    private ValueType leafref(final LeafrefTypeDefinition type) {
        final var steps = (LocationPathSteps) type.getPathStatement().getSteps();
        final LeafrefTarget target = new LeafrefTarget(steps.getLocationPath());
        targets.add(target);
        return new ValueType.LeafrefType(steps.getLocationPath(), type.getPathStatement().getOriginalString(), module,
            target, type.requireInstance());
    }

    private static List<Interval> intervals(final RangeSet<? extends Number> ranges) {
        return ranges.asRanges().stream().map(range ->
            new Interval(new BigInteger(range.lowerEndpoint().toString()),
                new BigInteger(range.upperEndpoint().toString())))
            .toList();
    }

    private static Complaint complaint(final ConstraintMetaDefinition constraint) {
        return new Complaint(constraint.getErrorMessage(), constraint.getErrorAppTag());
    }
}
