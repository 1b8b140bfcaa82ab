package io.mecvswitch.control.netconf.tree;

/** Is told what became of entries, by key; where the system orders them, in the order of keys. */
public interface Differences {
    /** There was one. */
    void removed(Node entry);

    /** There is one that was not there. */
    void added(Node entry);

    /** One became another with the same key. */
    void changed(Node former, Node next);
}
