/** The union of events is exhaustive: a switch over it needs no default. */
import type { CommandToken, EventOfType, ImapConnection, ImapEvent, ImapEventType, NumberSet } from 'imaplex'
import { expectType, type Same } from './expect.ts'

declare const imap: ImapConnection
declare const event: ImapEvent

expectType<Same<ImapEvent['type'], ImapEventType>>()
expectType<Same<EventOfType<'messageNew'>['uids'], NumberSet>>()

/** Every event says when it was and on which connection. */
event.at satisfies number
event.connection satisfies number

switch (event.type) {
  case 'messageNew': {
    expectType<Same<typeof event.mailbox, string>>()
    expectType<Same<typeof event.uids, NumberSet>>()
    const cause: CommandToken<unknown, unknown> | 'unsolicited' = event.cause
    void cause
    break
  }
  case 'commandDone':
    expectType<Same<typeof event.status, 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed'>>()
    break
  default:
}

async function narrowed(): Promise<void> {
  for await (const only of imap.events({ types: ['messageNew', 'messageExpunge'] })) {
    expectType<Same<typeof only.type, 'messageNew' | 'messageExpunge' | 'overflow'>>()
  }
  // @ts-expect-error there is no such event
  imap.events({ types: ['messageArrived'] })
}
void narrowed
