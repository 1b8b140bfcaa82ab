package io.mecvswitch.control;

import io.mecvswitch.control.codec.JsonReader;
import io.mecvswitch.control.codec.XmlReader;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.problem.Problem;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaLoader;
import io.mecvswitch.control.validate.Validator;
import java.io.StringReader;
import java.util.List;

/** Documents of the module test-constraints, which has one of everything that YANG can ask for. */
public final class Documents {
    /** Its model. */
    public static final Schema SCHEMA = SchemaLoader.load(List.of("META-INF/yang/ietf-inet-types@2013-07-15.yang",
        "META-INF/yang/ietf-yang-types@2013-07-15.yang", "yang/test-constraints@2026-01-01.yang"));

    private Documents() { }

    /** A document in XML around these elements. */
    public static String xml(final String elements) {
        return "<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">" + elements.replaceFirst(
            "^<([a-z]+)", "<$1 xmlns=\"urn:test:constraints\" xmlns:t=\"urn:test:constraints\"") + "</config>";
    }

    /** Reads XML without validating it. */
    public static InnerNode readXml(final String document, final Problems problems) {
        return new XmlReader(SCHEMA, problems).read(new StringReader(document));
    }

    /** Reads JSON without validating it. */
    public static InnerNode readJson(final String document, final Problems problems) {
        return new JsonReader(SCHEMA, problems).read(new StringReader(document));
    }

    /** A valid tree of these elements. */
    public static InnerNode tree(final String elements) {
        final Problems problems = new Problems();
        final InnerNode root = readXml(xml(elements), problems);
        new Validator(SCHEMA).validate(root, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.list().toString());
        }
        return root;
    }

    /** What is wrong with these elements. */
    public static List<Problem> problems(final String elements) {
        final Problems problems = new Problems();
        new Validator(SCHEMA).validate(readXml(xml(elements), problems), problems);
        return without(problems, "/test-constraints:numbers/few");
    }

    /** What is wrong with these members of the module's container {@code types}, in JSON. */
    public static List<Problem> jsonProblems(final String members) {
        final Problems problems = new Problems();
        readJson("{\"test-constraints:types\": {" + members + "}}", problems);
        return problems.list();
    }

    /** One list needs an entry always; only its own test speaks of it. */
    private static List<Problem> without(final Problems problems, final String path) {
        return problems.list().stream().filter(problem -> !problem.path().equals(path)).toList();
    }
}
