import type { ImapEvent } from './events.ts';
export interface EventOptions<Type extends ImapEvent['type'] = ImapEvent['type']> {
    /** Only events of these types. */
    readonly types?: readonly Type[];
    /** Unread events kept as they are; 1,000 by default. */
    readonly limit?: number;
    /** Ends the iteration without an error. */
    readonly signal?: AbortSignal;
}
export declare class EventReader<Event extends ImapEvent = ImapEvent> implements AsyncIterableIterator<Event> {
    #private;
    /** @internal Readers are made by `events()`. */
    constructor(options: EventOptions, detach: () => void);
    [Symbol.asyncIterator](): this;
    /** Events not yet read. */
    get unread(): number;
    next(): Promise<IteratorResult<Event>>;
    return(): Promise<IteratorResult<Event>>;
    /** No more events come; what is unread can still be read. */
    end(): void;
    /** @internal */
    push(event: ImapEvent): void;
}
