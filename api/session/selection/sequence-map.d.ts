/**
 * Sequence number ⇄ UID of the selected mailbox, as far as the server has told (RFC 9051 §2.3.1).
 *
 * What always holds: UIDs ascend strictly with the numbers, and between two known messages there is room
 * for the unknown ones. Whatever would break that is refused and changes nothing; what a refusal means is
 * for the caller to decide. Messages whose UIDs are unknown cost nothing, however many a server announces.
 */
import { NumberSet } from '../../codec/number-set.ts';
export declare class SequenceMap {
    #private;
    /** How many messages there are. */
    get exists(): number;
    get unknownCount(): number;
    /** The largest UID known. Messages behind it may be unknown. */
    get largestUid(): number | undefined;
    /** All UIDs known. */
    get known(): NumberSet;
    /** Forgets all UIDs. */
    reset(exists: number): void;
    /** EXISTS: messages are only ever added (RFC 9051 §7.4.1). False when there would be fewer. */
    grow(exists: number): boolean;
    /**
     * A message's number and UID, told together. A number past the end adds messages. False when it cannot be
     * true beside what is known.
     */
    learn(sequence: number, uid: number): boolean;
    /** The UIDs of all messages. False when there are not as many, or when it cannot be true beside what is known. */
    learnAll(uids: NumberSet): boolean;
    /** EXPUNGE: the UID, undefined when it was not known, false when there is no such message. */
    expunge(sequence: number): number | undefined | false;
    /**
     * VANISHED: takes out the known UIDs and returns them. `uidsAreMembers` says that the others were messages
     * of this mailbox too, as without EARLIER (RFC 7162 §3.2.10.2): each that can have been one of the unknown
     * messages then lowers `exists`.
     */
    vanish(uids: NumberSet, uidsAreMembers: boolean): NumberSet;
    uidOf(sequence: number): number | undefined;
    sequenceOf(uid: number): number | undefined;
}
