package io.mecvswitch.control.schema;

/**
 * A YANG module.
 *
 * @param name      its name, which qualifies names in JSON and in paths
 * @param namespace its XML namespace
 * @param prefix    the prefix it gives itself
 */
public record YangModule(String name, String namespace, String prefix) { }
