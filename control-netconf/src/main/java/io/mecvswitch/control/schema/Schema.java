package io.mecvswitch.control.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The whole model, immutable. */
public final class Schema {
    private final ContainerSchema root;
    private final ContainerSchema notifications;
    private final List<YangModule> modules;
    private final List<ModuleText> texts;
    private final Map<String, YangModule> byNamespace;
    private final Map<String, YangModule> byName;
    private final Map<String, Set<String>> ancestors;

    Schema(final ContainerSchema root, final ContainerSchema notifications, final List<ModuleText> texts,
        final Map<String, Set<String>> ancestors) {
        this.root = root;
        this.notifications = notifications;
        this.texts = texts;
        this.modules = texts.stream().map(ModuleText::module).toList();
        this.byNamespace = modules.stream().collect(Collectors.toMap(YangModule::namespace, Function.identity()));
        this.byName = modules.stream().collect(Collectors.toMap(YangModule::name, Function.identity()));
        this.ancestors = ancestors;
    }

    /** The node whose children are the top-level nodes of all modules. */
    public ContainerSchema root() {
        return root;
    }

    /** The node whose children are the notifications of all modules. */
    public ContainerSchema notifications() {
        return notifications;
    }

    /** All modules. */
    public List<YangModule> modules() {
        return modules;
    }

    /** All modules as they were loaded, in the same order. */
    public List<ModuleText> texts() {
        return texts;
    }

    /** The module of an XML namespace. */
    public Optional<YangModule> moduleOfNamespace(final String namespace) {
        return Optional.ofNullable(byNamespace.get(namespace));
    }

    /** The module of a name. */
    public Optional<YangModule> module(final String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Of each identity all bases, at whatever distance; in canonical form. */
    Map<String, Set<String>> ancestors() {
        return ancestors;
    }

    /** Whether an identity has another among its bases, at whatever distance; both in canonical form. */
    public boolean derivedFrom(final String identity, final String base) {
        return ancestors.getOrDefault(identity, Set.of()).contains(base);
    }
}
