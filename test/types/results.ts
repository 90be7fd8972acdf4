/** The shape of a result follows from what was asked for. */
import type { CommandToken, Envelope, ImapConnection, NumberSet } from 'imaplex'
import { expectType, type Same } from './expect.ts'

declare const imap: ImapConnection

async function rows(): Promise<void> {
  for await (const row of imap.fetch('1:*', { envelope: true, flags: true })) {
    expectType<Same<typeof row.envelope, Envelope>>()
    expectType<Same<typeof row.flags, readonly string[]>>()
    expectType<Same<typeof row.uid, number>>()
    // @ts-expect-error it was not asked for
    void row.size
  }
  const [first] = await imap.fetch(1, { size: true, internalDate: true, modSeq: true })
  if (first !== undefined) {
    expectType<Same<typeof first.size, number>>()
    expectType<Same<typeof first.internalDate, Date>>()
    expectType<Same<typeof first.modSeq, bigint>>()
    // @ts-expect-error it was not asked for
    void first.envelope
  }
  // @ts-expect-error there is no such item
  void imap.fetch(1, { sise: true })
}

async function others(): Promise<void> {
  const status = await imap.status('INBOX', ['messages', 'highestModSeq'])
  expectType<Same<typeof status.messages, number>>()
  expectType<Same<typeof status.highestModSeq, bigint>>()
  // @ts-expect-error it was not asked for
  void status.unseen

  expectType<Same<Awaited<ReturnType<typeof imap.noop>>, void>>()
  const found = await imap.search({ seen: false })
  expectType<Same<typeof found, NumberSet>>()
  const counted = await imap.search({ all: true }, { return: ['count'] })
  expectType<Same<typeof counted.count, number>>()
  // @ts-expect-error it was not asked for
  void counted.min

  // @ts-expect-error exactly one of add, remove and replace
  void imap.store(1, { addition: ['\\Seen'] })
  // @ts-expect-error a Date is no day
  void imap.search({ since: new Date() })
}

async function downloads(): Promise<void> {
  const octets = await imap.download(1, '2')
  expectType<Same<typeof octets.content, ReadableStream<Uint8Array>>>()
  const text = await imap.download(1, '1', { text: true })
  expectType<Same<typeof text.content, ReadableStream<string>>>()
  for await (const piece of text.content) expectType<Same<typeof piece, string>>()
  expectType<Same<typeof text.meta.size, number | undefined>>()
  // @ts-expect-error one message, not a set
  void imap.download('1:2')
}

/** A token is a promise-like of its result and an iterable of its items. */
function tokens(): void {
  const token = imap.fetch(1, { flags: true })
  const any: CommandToken<unknown, unknown> = token
  const like: PromiseLike<unknown> = token
  const items: AsyncIterable<unknown> = token
  void [any, like, items]
}
void [rows, others, downloads, tokens]
