package io.mecvswitch.control.problem;

import java.util.Locale;

/** The error-tags of RFC 6241 appendix A that a configuration or a request can earn. */
public enum ErrorTag {
    /** A value has the wrong type, range or pattern. */
    INVALID_VALUE,
    /** Something required is not there, and it is part of the element's own form, such as a list key. */
    MISSING_ELEMENT,
    /** An attribute nobody knows. */
    UNKNOWN_ATTRIBUTE,
    /** An element that should not be there in this form or number. */
    BAD_ELEMENT,
    /** An element the model does not know, or not under this condition. */
    UNKNOWN_ELEMENT,
    /** A namespace or module the model does not know. */
    UNKNOWN_NAMESPACE,
    /** More than the switch is willing to read. */
    TOO_BIG,
    /** It would take more than the switch is willing to spend. */
    RESOURCE_DENIED,
    /** What must be there only once is there again. */
    DATA_EXISTS,
    /** What another part of the configuration needs is not there. */
    DATA_MISSING,
    /** A condition of the model does not hold. */
    OPERATION_FAILED,
    /** Not XML, or not JSON. */
    MALFORMED_MESSAGE,
    /** Somebody else holds what the request needs. */
    IN_USE,
    /** An attribute that has to be there is not. */
    MISSING_ATTRIBUTE,
    /** An attribute has a value it can't have. */
    BAD_ATTRIBUTE,
    /** The lock is held already. */
    LOCK_DENIED,
    /** Access control does not permit it. */
    ACCESS_DENIED,
    /** Not known, or not offered. */
    OPERATION_NOT_SUPPORTED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
