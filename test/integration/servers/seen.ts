/** What a second connection sees. */
import type { RawImap } from '../../support/raw-imap.ts'

/** Names as LIST or LSUB has them; no name used here needs more than quotes. */
export async function namesSeen(raw: RawImap, command: 'LIST' | 'LSUB' = 'LIST'): Promise<readonly string[]> {
  const { untagged } = await raw.ok(`${command} "" "*"`)
  return untagged.flatMap((line) => /^\* \w+ \([^)]*\) "." "?([^"]*)"?$/.exec(line)?.[1] ?? []).sort()
}

export interface SeenMessage {
  readonly subject: string
  /** Sorted, without `\Recent`. */
  readonly flags: readonly string[]
}

/** UID → message. */
export async function messagesSeen(raw: RawImap, mailbox: string): Promise<ReadonlyMap<number, SeenMessage>> {
  await raw.ok(`EXAMINE "${mailbox}"`)
  const { untagged } = await raw.ok('UID FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])')
  return new Map(
    untagged.flatMap((line) => {
      const [, uid] = /\bUID (\d+)/.exec(line) ?? []
      if (uid === undefined) return []
      const flags = /FLAGS \(([^)]*)\)/
        .exec(line)?.[1]
        ?.split(' ')
        .filter((flag) => flag !== '' && flag !== '\\Recent')
      return [[Number(uid), { subject: /Subject: (\S*)/i.exec(line)?.[1] ?? '', flags: flags?.sort() ?? [] }] as const]
    }),
  )
}

export async function subjectsSeen(raw: RawImap, mailbox: string): Promise<readonly string[]> {
  return [...(await messagesSeen(raw, mailbox)).values()].map(({ subject }) => subject)
}

export async function flagsSeen(raw: RawImap, mailbox: string, uid: number): Promise<readonly string[] | undefined> {
  return (await messagesSeen(raw, mailbox)).get(uid)?.flags
}
