/** What a message to be added is made of, and how it goes into a command. */
import type { CommandLine } from '../../../codec/encode/command-line.ts';
import { OctetSource } from '../../../codec/encode/octet-source.ts';
import type { Facts } from '../../command.ts';
import { type Resource } from '../../footprint.ts';
/** A message, or a part of one, that the server has already (RFC 5092 §5). */
export interface StoredPart {
    readonly mailbox: string;
    readonly uid: number;
    /** Strongly advised: under another UIDVALIDITY the server refuses instead of taking another message. */
    readonly uidValidity?: number;
    /** `1.2`, `HEADER`, `1.MIME`, `TEXT`; the whole message unless given. */
    readonly section?: string;
}
/** A piece of a message: text, a stored part, or a URL as the server wants it (RFC 4469 §3). */
export type CatenatePart = string | Uint8Array | StoredPart | {
    readonly url: string;
};
/** A whole message, or the pieces the server is to put together (CATENATE, RFC 4469). A string is sent as UTF-8. */
export type MessageContent = string | Uint8Array | {
    readonly catenate: readonly CatenatePart[];
};
export interface AppendOptions {
    readonly flags?: readonly string[];
    /** INTERNALDATE of the new message; the server's clock by default. */
    readonly date?: Date;
}
/**
 *     append-message = [SP flag-list] [SP date-time] SP append-data
 *     append-data    = literal / literal8 / append-data-ext
 *     append-data    =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"      ; RFC 4469 §5
 *     append-data    =/ "UTF8" SP "(" literal8 ")"                         ; RFC 6855 §4
 */
export declare class AppendMessage {
    #private;
    /** @throws UsageError */
    constructor(command: string, content: MessageContent | OctetSource, options: AppendOptions);
    /** Header fields in UTF-8: servers want to be told once UTF8=ACCEPT is enabled (RFC 6855 §4). */
    get hasUtf8Header(): boolean;
    /** What the server needs for it. @throws UsageError */
    check({ capabilities }: Facts): void;
    /** What writing it depends on. */
    get reads(): readonly Resource[];
    /** A URL of it means something else in another selected mailbox (RFC 4469 §3). */
    get dependsOnSelection(): boolean;
    /** @throws UsageError */
    addTo(line: CommandLine, utf8: boolean): void;
}
