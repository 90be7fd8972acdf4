export type SectionItem = 'BODY' | 'BODY.PEEK' | 'BINARY' | 'BINARY.PEEK' | 'BINARY.SIZE';
/** What stands between the brackets; nothing at all is the whole message. */
export interface Section {
    /** `1`, `2.1`. */
    readonly part?: string;
    readonly text?: 'HEADER' | 'TEXT' | 'MIME';
    /** HEADER.FIELDS with these names. */
    readonly fields?: readonly string[];
    /** HEADER.FIELDS.NOT: all fields but these. */
    readonly except?: readonly string[];
}
/** A stretch of octets, `start` counted from 0. */
export interface OctetRange {
    readonly start: number;
    readonly length: number;
}
/**
 *     section = "[" [section-spec] "]"
 *     partial = "<" number64 "." nz-number64 ">"   ; RFC 9051 §9
 *
 * @throws UsageError naming `what` when it is none.
 */
export declare function sectionText(item: SectionItem, section: Section, range: OctetRange | undefined, what: string): string;
/**
 * What stands between the brackets, field names upper-case, sorted and unique: the form of
 * `FetchSection.section`.
 *
 *     section-spec = section-msgtext / (section-part ["." section-text])   ; RFC 9051 §9
 *
 * @throws UsageError
 */
export declare function sectionSpec(section: Section, what: string): string;
/**
 *     section-part = nz-number *("." nz-number)   ; RFC 9051 §9
 */
export declare function isPart(part: unknown): part is string;
/** @throws UsageError unless both numbers fit the grammar and `length` is not 0. */
export declare function rangeText(range: OctetRange | undefined, what: string): string;
