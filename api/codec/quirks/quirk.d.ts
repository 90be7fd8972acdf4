/** Something servers do that the RFCs do not allow, or should not have allowed, and that we live with. */
export interface Quirk {
    /** Which do it, for those who wonder whether it is still needed. */
    readonly servers: string;
    /** What would go wrong without it. */
    readonly reason: string;
    /** What is done. */
    readonly effect: string;
}
