/** A day: `'2026-02-01'`, or its parts with January as month 1. */
export type CalendarDate = string | CalendarDay;
export interface CalendarDay {
    readonly year: number;
    /** 1 to 12. */
    readonly month: number;
    readonly day: number;
}
/** @throws UsageError for a `Date`, for other text than `YYYY-MM-DD`, and for days that do not exist. */
export declare function calendarDay(date: CalendarDate, what: string): CalendarDay;
/**
 *     date-text = date-day "-" date-month "-" date-year   ; RFC 9051 §9
 *     date-day  = 1*2DIGIT
 */
export declare function dateText(date: CalendarDate, what: string): string;
/** Reads date-text; undefined when it is none or no such day exists. */
export declare function parseDateText(text: string): CalendarDay | undefined;
/**
 *     date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE   ; RFC 9051 §9
 *     date-day-fixed = (SP DIGIT) / 2DIGIT
 *
 * In UTC: the zone of the instant is not known.
 */
export declare function dateTimeText(date: Date, what: string): string;
