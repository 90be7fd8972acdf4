/** The octets of a literal that are not all here yet: how many there will be, how they begin, and where they come from. */
export declare class OctetSource {
    #private;
    readonly length: number;
    /** The first of them, for a look at what it is. */
    readonly head: Uint8Array;
    /** The rest never came: nobody can have read all of it. */
    isBroken: boolean;
    constructor(length: number, head: Uint8Array, rest: AsyncIterator<unknown>, onProgress?: (sent: number, size: number) => void);
    /** To be read once. What comes behind `head` is as the caller's source gave it, and may be anything. */
    chunks(): AsyncGenerator<unknown, void, undefined>;
    /** Nobody wants the rest. */
    abandon(): void;
    /** What the caller does with it is none of the connection's business, nor is what it throws. */
    progressed(sent: number): void;
}
/** What a command is written in: text that holds an octet a character, octets, and octets to come. */
export type WirePiece = string | Uint8Array | OctetSource;
