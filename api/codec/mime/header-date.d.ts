/** The Date header as an instant. */
/**
 *     date-time   = [ day-of-week "," ] day month year hour ":" minute [ ":" second ] zone    ; RFC 5322 §3.3, §4.3
 *
 * Undefined for what is no date. Read with comments, with dashes for blanks, with dots in the time, with a year of two
 * or three digits, without a zone (UTC then). What `envelope.date` and `headers.get('date')` hold can be given as it is.
 */
export declare function headerDate(text: string | null | undefined): Date | undefined;
