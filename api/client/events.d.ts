import type { EventOf } from '../session/events.ts';
import type { CommandToken } from './token.ts';
/** Everything that happens on a connection; `cause` is the token of the command behind it, or `'unsolicited'`. */
export type ImapEvent = EventOf<CommandToken<unknown, unknown>>;
export type ImapEventType = ImapEvent['type'];
/** The event of one type: `EventOfType<'messageNew'>`. */
export type EventOfType<Type extends ImapEventType> = Extract<ImapEvent, {
    type: Type;
}>;
