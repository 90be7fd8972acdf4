export interface DownloadOptions {
    /** False for the octets as the server keeps them: transfer encodings stay. Only numbered parts are ever decoded. */
    readonly decode?: boolean;
    /**
     * Have the server undo the transfer encoding where it can (BINARY, RFC 3516); elsewhere it is done here. Costs a round
     * trip.
     */
    readonly binary?: boolean;
    /** The content as text, by the charset of the part. */
    readonly text?: boolean;
    /** More than so many octets of content are an error. */
    readonly maxOctets?: number;
    /** Begin at this octet of the content as the server keeps it. Give `uidValidity`, too. */
    readonly resume?: {
        readonly from: number;
    };
    /** The UIDVALIDITY the UID was learned under; under another nothing is fetched. */
    readonly uidValidity?: number;
    /** Octets asked for ahead of the reader, at most; 8 MiB unless given. Fewer are held where fewer fill the line. */
    readonly window?: number;
}
/** @throws UsageError */
export declare function checkDownloadOptions(options: DownloadOptions): void;
