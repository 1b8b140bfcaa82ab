package io.mecvswitch.control.schema;

import io.mecvswitch.control.schema.ListSchema.Counts;
import io.mecvswitch.control.schema.ListSchema.Descendant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.QNameModule;
import org.opendaylight.yangtools.yang.common.Revision;
import org.opendaylight.yangtools.yang.model.api.AugmentationSchemaNode;
import org.opendaylight.yangtools.yang.model.api.AugmentationTarget;
import org.opendaylight.yangtools.yang.model.api.CaseSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ChoiceSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.EffectiveStatementEquivalent;
import org.opendaylight.yangtools.yang.model.api.ElementCountConstraintAware;
import org.opendaylight.yangtools.yang.model.api.FeatureDefinition;
import org.opendaylight.yangtools.yang.model.api.IdentitySchemaNode;
import org.opendaylight.yangtools.yang.model.api.LeafListSchemaNode;
import org.opendaylight.yangtools.yang.model.api.LeafSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ListSchemaNode;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.opendaylight.yangtools.yang.model.api.MustConstraintAware;
import org.opendaylight.yangtools.yang.model.api.MustDefinition;
import org.opendaylight.yangtools.yang.model.api.TypedDataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.stmt.FeatureSet;
import org.opendaylight.yangtools.yang.model.api.stmt.WhenEffectiveStatement;
import org.opendaylight.yangtools.yang.parser.api.YangParser;
import org.opendaylight.yangtools.yang.parser.api.YangParserException;
import org.opendaylight.yangtools.yang.parser.api.YangParserFactory;

/**
 * Reads YANG modules with yangtools and makes a {@link Schema} of them; at the build, so that {@link Model} has only to
 * read what came of it.
 *
 * <p>What a feature guards that the switch does not have is not in the schema at all (RFC 7950 §7.20.2), which is why
 * it is refused as unknown.
 */
public final class SchemaLoader {
    private static final String IETF = "urn:ietf:params:xml:ns:yang:ietf-";
    private static final String NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0";

    /** Features the switch has: interfaces may have any name; what the protocol offers. */
    private static final Set<QName> FEATURES = Stream.concat(
        Stream.of(
            QName.create(IETF + "interfaces", "2018-02-20", "arbitrary-names"),
            QName.create(IETF + "netconf-nmda", "2019-01-07", "origin"),
            QName.create(IETF + "netconf-nmda", "2019-01-07", "with-defaults")),
        Stream.of("writable-running", "candidate", "confirmed-commit", "rollback-on-error", "validate", "url", "xpath")
            .map(feature -> QName.create(NETCONF, "2011-06-01", feature))).collect(Collectors.toUnmodifiableSet());

    /** By module name, in the order in which they came: yangtools forgets it, and files are written in it. */
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final List<Module> ordered;
    private final Set<QName> features;
    private final Map<QNameModule, YangModule> modules = new LinkedHashMap<>();
    private final Map<String, YangModule> modulesByName = new HashMap<>();
    private final Map<QName, Name> identityNames = new HashMap<>();
    private final Map<QName, List<IdentitySchemaNode>> derivedIdentities = new HashMap<>();
    private final Map<LeafrefTarget, ValueSchema> leafrefs = new HashMap<>();
    /** Whether it is at those. */
    private boolean notifications;

    private SchemaLoader(
        final EffectiveModelContext model, final List<String> resources, final Set<QName> features) {
        this.features = features;
        resources.forEach(resource -> this.resources.put(moduleName(resource), resource));
        final Map<String, Module> byName =
            model.getModules().stream().collect(Collectors.toMap(Module::getName, Function.identity()));
        this.ordered = this.resources.keySet().stream().map(byName::get).toList();
    }

    private static String moduleName(final String resource) {
        return resource.substring(resource.lastIndexOf('/') + 1).replaceFirst("(@.*)?\\.yang$", "");
    }

    /** Loads modules from the class path; what they import must be among them. */
    public static Schema load(final List<String> resources) {
        return load(resources, FEATURES);
    }

    /** Loads modules with other features than the switch's. */
    static Schema load(final List<String> resources, final Set<QName> features) {
        try {
            final YangParser parser = ServiceLoader.load(YangParserFactory.class).findFirst().orElseThrow(
                () -> new IllegalStateException("yang-parser-impl is missing from the class path")).createParser();
            parser.addSources(Statements.of(resources));
            parser.setSupportedFeatures(FeatureSet.of(features));
            return new SchemaLoader(parser.buildEffectiveModel(), resources, features).load();
        } catch (final YangParserException | IOException e) {
            throw wrong(e);
        }
    }

    /** What is thrown when modules are not YANG, or can't be read. */
    static IllegalStateException wrong(final Exception cause) {
        return new IllegalStateException("the model itself is wrong: " + cause.getMessage(), cause);
    }

    private Schema load() {
        for (final Module module : ordered) {
            modules.put(module.getQNameModule(), new YangModule(
                module.getName(), module.getQNameModule().namespace().toString(), module.getPrefix()));
        }
        modules.values().forEach(module -> modulesByName.put(module.name(), module));
        final Map<String, Set<String>> ancestors = identities();
        final ContainerSchema root = ContainerSchema.root();
        ordered.forEach(module -> addChildren(root, module, List.of(), Map.of()));
        final ContainerSchema events = notifications();
        leafrefs.forEach((target, from) -> target.resolve(from, root));
        return new Schema(root, events, ordered.stream().map(this::text).toList(), ancestors);
    }

    /** A root of their own; what is in them is no configuration. */
    private ContainerSchema notifications() {
        notifications = true;
        final ContainerSchema root = ContainerSchema.root();
        ordered.forEach(module -> module.getNotifications().forEach(notification -> addInner(root, notification,
            new ContainerSchema(name(notification.getQName()), SchemaNode.Common.STATE, false))));
        return root;
    }

    private ModuleText text(final Module module) {
        final boolean implemented = !(module.getChildNodes().isEmpty() && module.getAugmentations().isEmpty()
            && module.getIdentities().isEmpty() && module.getRpcs().isEmpty()
            && module.getNotifications().isEmpty());
        return new ModuleText(modules.get(module.getQNameModule()),
            module.getRevision().map(Revision::toString).orElse(""), implemented,
            module.getFeatures().stream().map(FeatureDefinition::getQName).filter(features::contains)
                .map(QName::getLocalName).toList(),
            resources.get(module.getName()));
    }

    // Identities.

    private Map<String, Set<String>> identities() {
        final List<IdentitySchemaNode> all = new ArrayList<>();
        ordered.forEach(module -> all.addAll(module.getIdentities()));
        all.forEach(identity -> identityNames.put(identity.getQName(), name(identity.getQName())));
        final Map<String, Set<String>> ancestors = new HashMap<>();
        for (final IdentitySchemaNode identity : all) {
            final Set<QName> bases = new HashSet<>();
            addBases(identity, bases);
            bases.forEach(base -> derivedIdentities.computeIfAbsent(base, key -> new ArrayList<>()).add(identity));
            ancestors.put(name(identity.getQName()).toString(),
                Set.copyOf(bases.stream().map(base -> name(base).toString()).toList()));
        }
        return ancestors;
    }

    private static void addBases(final IdentitySchemaNode identity, final Set<QName> bases) {
        for (final IdentitySchemaNode base : identity.getBaseIdentities()) {
            if (bases.add(base.getQName())) {
                addBases(base, bases);
            }
        }
    }

    // Data nodes.

    private void addChildren(
        final InnerSchema parent,
        final DataNodeContainer container,
        final List<ChoiceSchema.Branch> branches,
        final Map<QName, List<Condition>> conditions) {
        for (final DataSchemaNode child : container.getChildNodes()) {
            final List<Condition> whens = new ArrayList<>(conditions.getOrDefault(child.getQName(), List.of()));
            if (child instanceof ChoiceSchemaNode choice) {
                addChoice(parent, choice, branches, whens);
            } else {
                addDataNode(parent, child, branches, whens);
            }
        }
    }

    private void addChoice(
        final InnerSchema parent,
        final ChoiceSchemaNode choice,
        final List<ChoiceSchema.Branch> outer,
        final List<Condition> whens) {
        when(choice, choice.getQName(), true).ifPresent(whens::add);
        final ChoiceSchema schema = new ChoiceSchema(name(choice.getQName()), choice.isMandatory(),
            choice.getDefaultCase().map(defaultCase -> name(defaultCase.getQName())), List.copyOf(whens), outer);
        parent.add(schema);
        for (final CaseSchemaNode branch : choice.getCases()) {
            final List<ChoiceSchema.Branch> branches = new ArrayList<>(outer);
            branches.add(new ChoiceSchema.Branch(schema, name(branch.getQName())));
            final List<Condition> inCase = new ArrayList<>(whens);
            when(branch, branch.getQName(), true).ifPresent(inCase::add);
            final Map<QName, List<Condition>> conditions = new HashMap<>();
            branch.getChildNodes().forEach(child -> conditions.put(child.getQName(), inCase));
            addChildren(parent, branch, branches, conditions);
        }
    }

    private void addDataNode(
        final InnerSchema parent,
        final DataSchemaNode node,
        final List<ChoiceSchema.Branch> branches,
        final List<Condition> whens) {
        when((EffectiveStatementEquivalent<?>) node, node.getQName(), false).ifPresent(whens::add);
        final SchemaNode.Common common = new SchemaNode.Common(
            node.effectiveConfig().orElse(!notifications), List.copyOf(whens), musts(node), branches);
        switch (node) {
            case ContainerSchemaNode container -> addInner(parent, container,
                new ContainerSchema(name(node.getQName()), common, container.isPresenceContainer()));
            case ListSchemaNode list ->
                addList(parent, list,
                    new ListSchema(name(node.getQName()), common, counts(list), list.isUserOrdered()));
            case LeafSchemaNode leaf -> addLeaf(parent, leaf, common);
            case LeafListSchemaNode leafList -> addLeafList(parent, leafList, common);
            default ->
                throw new IllegalStateException(node.getQName() + " is not one of container, list, leaf, leaf-list, "
                + "choice; teach it to SchemaLoader first");
        }
    }

    private <T extends DataNodeContainer & AugmentationTarget> void addInner(
        final InnerSchema parent, final T node, final InnerSchema schema) {
        parent.add(schema);
        addChildren(schema, node, List.of(), augmentConditions(node));
    }

    private void addList(final InnerSchema parent, final ListSchemaNode node, final ListSchema schema) {
        addInner(parent, node, schema);
        node.getKeyDefinition().forEach(key -> schema.addKey((LeafSchema) child(schema, key)));
        node.getUniqueConstraints().forEach(unique -> schema.addUnique(
            unique.argument().stream().map(path -> descendant(schema, path.getNodeIdentifiers())).toList()));
    }

    private void addLeaf(final InnerSchema parent, final LeafSchemaNode node, final SchemaNode.Common common) {
        final TypeCompiler types = types(node);
        final LeafSchema leaf = new LeafSchema(name(node.getQName()), common, types.compile(node.getType()),
            node.isMandatory(), node.getType().getDefaultValue().map(Object::toString));
        parent.add(leaf);
        types.targets().forEach(target -> leafrefs.put(target, leaf));
    }

    private void addLeafList(final InnerSchema parent, final LeafListSchemaNode node, final SchemaNode.Common common) {
        if (!node.getDefaults().isEmpty()) {
            throw new IllegalStateException(node.getQName()
                + ": defaults of a leaf-list are not known to SchemaLoader");
        }
        final TypeCompiler types = types(node);
        final LeafListSchema leafList =
            new LeafListSchema(name(node.getQName()), common, types.compile(node.getType()), counts(node),
                node.isUserOrdered());
        parent.add(leafList);
        types.targets().forEach(target -> leafrefs.put(target, leafList));
    }

    private TypeCompiler types(final TypedDataSchemaNode node) {
        return new TypeCompiler(identityNames, derivedIdentities, modulesByName,
            modules.get(node.getQName().getModule()), node.effectiveConfig().orElse(!notifications));
    }

    private static Counts counts(final ElementCountConstraintAware node) {
        return node.getElementCountConstraint().map(count -> new Counts(
            Optional.ofNullable(count.getMinElements()).orElse(0),
            Optional.ofNullable(count.getMaxElements()).orElse(Integer.MAX_VALUE))).orElse(Counts.ANY);
    }

    private Descendant descendant(final ListSchema list, final List<QName> path) {
        final List<SchemaNode> steps = new ArrayList<>();
        InnerSchema at = list;
        for (final QName step : path) {
            final SchemaNode child = child(at, step);
            steps.add(child);
            at = child instanceof InnerSchema inner ? inner : at;
        }
        return new Descendant(steps);
    }

    private SchemaNode child(final InnerSchema parent, final QName name) {
        return parent.child(modules.get(name.getModule()), name.getLocalName()).orElseThrow();
    }

    // Conditions.

    private List<Condition> musts(final DataSchemaNode node) {
        if (!(node instanceof MustConstraintAware constrained)) {
            return List.of();
        }
        return constrained.getMustConstraints().stream().map(must -> must(must, node.getQName())).toList();
    }

    private Condition must(final MustDefinition must, final QName node) {
        return new Condition(must.getXpath(), must.asEffectiveStatement().getDeclared().rawArgument(),
            modules.get(node.getModule()), false, must.getErrorMessage(), must.getErrorAppTag());
    }

    private Optional<Condition> when(
        final EffectiveStatementEquivalent<?> node, final QName name, final boolean onParent) {
        return node.asEffectiveStatement().findFirstEffectiveSubstatement(WhenEffectiveStatement.class).map(when ->
            new Condition(when.argument(), when.getDeclared().rawArgument(), modules.get(name.getModule()),
                onParent, Optional.empty(), Optional.empty()));
    }

    /** The condition of an augment holds for each node it brings; yangtools keeps it apart. */
    private Map<QName, List<Condition>> augmentConditions(final AugmentationTarget target) {
        final Map<QName, List<Condition>> conditions = new HashMap<>();
        for (final AugmentationSchemaNode augment : target.getAvailableAugmentations()) {
            final Collection<? extends DataSchemaNode> children = augment.getChildNodes();
            children.forEach(child -> when(augment, child.getQName(), true).ifPresent(when ->
                conditions.computeIfAbsent(child.getQName(), key -> new ArrayList<>()).add(when)));
        }
        return conditions;
    }

    private Name name(final QName name) {
        return new Name(modules.get(name.getModule()), name.getLocalName());
    }
}
