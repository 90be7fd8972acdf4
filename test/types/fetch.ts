/** Rows have exactly what was asked for. Compiled, never run: what does not hold does not compile. */
import type {
  FetchChanges,
  FetchRow,
  ImapConnection,
  MessageAnnotations,
  MessageHeaders,
  NumberSet,
  VanishedUids,
} from 'imaplex'
import type { BodyStructure, Envelope } from 'imaplex/codec'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Flat<T> = { [K in keyof T]: T[K] }

function expectType<Expected>(): <Actual>(value: Actual, same: Equal<Flat<Actual>, Flat<Expected>>) => void {
  return () => {}
}

interface Message {
  readonly uid: number
  readonly sequence: number | undefined
}

export async function rows(imap: ImapConnection): Promise<void> {
  const [nothing] = await imap.fetch('1:*', {})
  expectType<Message>()(nothing!, true)

  const [simple] = await imap.fetch('1:*', { flags: true, envelope: true, body: true, markSeen: true, source: true })
  expectType<
    Message & {
      readonly flags: readonly string[]
      readonly envelope: Envelope
      readonly body: BodyStructure
      readonly source: Uint8Array
    }
  >()(simple!, true)
  // @ts-expect-error not asked for
  void simple!.size

  const [extras] = await imap.fetch(7, { preview: 'lazy', saveDate: true, emailId: true, threadId: true })
  expectType<
    Message & {
      readonly preview: string | null
      readonly saveDate: Date | null
      readonly emailId: string
      readonly threadId: string | null
    }
  >()(extras!, true)

  const [noted] = await imap.fetch(7, { annotations: { entries: '/*', attributes: 'value' } })
  expectType<Message & { readonly annotations: MessageAnnotations }>()(noted!, true)

  const [gmail] = await imap.fetch([7, 9], { gmailMessageId: true, gmailThreadId: true, gmailLabels: true })
  expectType<
    Message & {
      readonly gmailMessageId: bigint
      readonly gmailThreadId: bigint
      readonly gmailLabels: readonly string[]
    }
  >()(gmail!, true)
}

export async function headerLists(imap: ImapConnection): Promise<void> {
  const [row] = await imap.fetch('1', {
    headerLists: { list: { fields: ['List-Id'] }, rest: { except: ['Received'] }, inner: { fields: ['a'], part: '2' } },
  })
  expectType<MessageHeaders>()(row!.headerLists.list, true)
  expectType<MessageHeaders>()(row!.headerLists.rest, true)
  expectType<Inner>()({ inner: row!.headerLists.inner }, true)
  // @ts-expect-error no list of that name
  void row!.headerLists.other
}

interface Inner {
  inner: MessageHeaders | null
}

export async function one(imap: ImapConnection): Promise<void> {
  const row = await imap.fetchOne(7, { size: true })
  if (row !== undefined) expectType<Message & { readonly size: number }>()(row, true)
  // @ts-expect-error there may be no such message
  void row.size
  // @ts-expect-error one message, not a set
  void imap.fetchOne('1:2', { size: true })
}

export async function changes(imap: ImapConnection): Promise<void> {
  const token = imap.fetch('1:*', { modSeq: true }, { changedSince: 7n, vanished: true })
  expectType<FetchChanges<{ readonly modSeq: true }>>()(await token, true)
  for await (const item of imap.fetch('1:*', { modSeq: true }, { changedSince: 7n, vanished: true })) {
    if ('vanished' in item) expectType<VanishedUids>()(item, true)
    else expectType<Message & { readonly modSeq: bigint }>()(item, true)
  }
  const { vanished } = await token
  expectType<NumberSet>()(vanished, true)
  // @ts-expect-error vanished needs changedSince
  void imap.fetch('1:*', {}, { vanished: true })
  // @ts-expect-error vanished needs UIDs
  void imap.fetch('1:*', {}, { vanished: true, changedSince: 7n, by: 'sequence' })
}

export function queries(imap: ImapConnection): void {
  // @ts-expect-error true or left out
  void imap.fetch('1', { flags: false })
  // @ts-expect-error no such item
  void imap.fetch('1', { flag: true })
  // @ts-expect-error either fields or except
  void imap.fetch('1', { headerLists: { a: { part: '1' } } })
}

/** A row of a query nobody knows has its UID, and whatever else may have been asked for. */
export function anyRow(row: FetchRow): number {
  return row.uid
}
