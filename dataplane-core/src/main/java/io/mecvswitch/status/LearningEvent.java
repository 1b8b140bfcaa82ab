package io.mecvswitch.status;

/**
 * What happens while bearers are learned, each with a counter of its own and a sentence for the operator.
 *
 * <p>The order is part of the status file: append, never reorder.
 */
public enum LearningEvent {
    /** A UE address was seen that no bearer had. */
    LEARNED("a bearer was learned of a UE address that no bearer had"),
    /** A UE's downlink tunnel changed. */
    HANDOVER("a UE's downlink tunnel was replaced by another one"),
    /** An End Marker came on a learned downlink tunnel. */
    ENDED("an End Marker ended a learned downlink tunnel"),
    /** A learned bearer was idle for the ageing time. */
    AGED("nothing passed on a learned bearer for the ageing time: it was forgotten"),
    /** There are as many learned bearers as may be. */
    FULL("a packet's bearer was not learned: there are as many as maximum-bearers allows"),
    /** A UE address was seen where it does not belong. */
    SPOOFED("an uplink packet had a UE address that belongs to another tunnel, or to another access node"),
    /** A tunnel serves a second address. */
    OTHER_ADDRESS("a packet had another address than the one its tunnel's bearer is known by"),
    /** A UE has two downlink tunnels. */
    PARALLEL("a packet came on the downlink tunnel that its UE has just left: it has two"),
    /** Traffic contradicts what somebody told the switch. */
    CONTRADICTED("a packet contradicts a configured or run-time bearer"),
    /** More was seen than could be looked at. */
    OVERRUN("more packets of unknown bearers came at once than could be looked at"),
    /** An answer came before the downlink tunnel was known. */
    HELD("an answer waited for the UE's downlink tunnel to be seen");

    private final String sentence;

    LearningEvent(final String sentence) {
        this.sentence = sentence;
    }

    /** What happened, for a person who has to act on it. */
    public String sentence() {
        return sentence;
    }
}
