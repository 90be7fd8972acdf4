import assert from 'node:assert/strict'
import { SavedSearch, walkThreads, type SearchChange } from '../../../../src/index.ts'
import { message } from '../../account.ts'
import type { Row } from '../row.ts'
import { flagsSeen } from '../seen.ts'

/** UIDs of a SEARCH response. */
const found = (lines: readonly string[]): string =>
  lines
    .map((line) => /^\* SEARCH ?([\d ]*)/.exec(line)?.[1] ?? '')
    .join('')
    .trim()
    .replaceAll(' ', ',')

export const SEARCHING: readonly Row[] = [
  {
    method: 'search',
    command: 'UID SEARCH',
    async run({ imap, raw }) {
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 1,3 +FLAGS (\\Flagged)')
      await imap.select('INBOX')
      const [flagged, subject, none] = await Promise.all([
        imap.search({ flagged: true }),
        imap.search({ subject: 'm2' }),
        imap.search({ draft: true }),
      ])
      assert.equal(flagged.toString(), found((await raw.ok('UID SEARCH FLAGGED')).untagged))
      assert.deepEqual([flagged, subject, none].map(String), ['1,3', '2', ''])
    },
  },
  {
    method: 'search',
    command: 'UID SEARCH RETURN (COUNT MIN MAX)',
    needs: ['ESEARCH'],
    fallback: true,
    async run({ imap }) {
      await imap.select('INBOX')
      const { count, min, max } = await imap.search({ all: true }, { return: ['count', 'min', 'max'] })
      assert.deepEqual([count, min, max], [3, 1, 3])
    },
  },
  {
    method: 'search',
    command: 'UID SEARCH RETURN (PARTIAL …)',
    needs: ['PARTIAL', 'CONTEXT=SEARCH'],
    fallback: true,
    async run({ imap }) {
      await imap.select('INBOX')
      const { partial } = await imap.search({ all: true }, { return: [{ partial: { from: 2, to: 3 } }] })
      assert.equal(String(partial), '2:3')
    },
  },
  {
    method: 'search',
    command: 'UID SEARCH RETURN (SAVE)',
    needs: ['SEARCHRES'],
    async run({ imap, raw }) {
      await imap.select('INBOX')
      const found = new SavedSearch()
      const searching = imap.search({ subject: 'm2' }, { save: found })
      const storing = imap.store(found, { add: ['\\Flagged'] })
      await Promise.all([searching, storing])
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 2), ['\\Flagged'])
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 1), [])
    },
  },
  {
    method: 'search',
    command: 'UID SEARCH FUZZY',
    needs: ['SEARCH=FUZZY'],
    async run({ imap, raw }) {
      await imap.select('INBOX')
      const uids = await imap.search({ fuzzy: { subject: 'm2' } })
      await raw.ok('EXAMINE INBOX')
      // nothing, as this Cyrus keeps no index of words
      assert.equal(String(uids), found((await raw.ok('UID SEARCH FUZZY SUBJECT m2')).untagged))
    },
  },
  {
    method: 'search',
    command: 'UID SEARCH YOUNGER',
    needs: ['WITHIN'],
    async run({ imap }) {
      await imap.select('INBOX')
      assert.equal(String(await imap.search({ younger: 86_400 })), '1:3')
    },
  },
  {
    method: 'sort',
    command: 'UID SORT',
    needs: ['SORT'],
    async run({ imap, raw }) {
      await imap.select('INBOX')
      assert.deepEqual([...(await imap.sort([{ reverse: 'subject' }], { all: true }))], [3, 2, 1])
      if (!imap.capabilities.has('SORT')) return
      await raw.ok('EXAMINE INBOX')
      assert.match((await raw.ok('UID SORT (REVERSE SUBJECT) UTF-8 ALL')).untagged.join(), /\* SORT 3 2 1/)
    },
  },
  {
    method: 'sort',
    command: 'UID SORT RETURN (COUNT MIN)',
    needs: ['ESORT', 'SORT'],
    async run({ imap }) {
      await imap.select('INBOX')
      const { count, min } = await imap.sort([{ reverse: 'subject' }], { all: true }, { return: ['count', 'min'] })
      assert.deepEqual([count, min], [3, 3])
    },
  },
  ...(['references', 'orderedSubject', 'refs'] as const).map((algorithm): Row => ({
    method: 'thread',
    command: `UID THREAD ${algorithm.toUpperCase()}`,
    needs: [`THREAD=${algorithm.toUpperCase()}`],
    async run({ imap, server, user }) {
      await server.deliver(
        user,
        'INBOX',
        message('m1').replace('Message-ID: <', 'References: <m1@example.org>\r\nMessage-ID: <r'),
      )
      await imap.select('INBOX')
      const threads = await imap.thread(algorithm, { all: true })
      const numbers = threads.map((each) =>
        [...walkThreads([each])].map(({ number }) => number!).toSorted((x, y) => x - y),
      )
      // which of the two is the parent is the server's affair when none has a date
      assert.deepEqual(
        numbers.toSorted(([x], [y]) => x! - y!),
        [[1, 4], [2], [3]],
      )
    },
  })),
  {
    method: 'multiSearch',
    command: 'ESEARCH',
    needs: ['MULTISEARCH'],
    async run({ imap, raw, server, user, name }) {
      await raw.ok(`CREATE "${name('Other')}"`)
      await server.deliver(user, name('Other'), message('m2'), message('m2'))
      const found = await imap.multiSearch({ subject: 'm2' }, { in: ['personal'] })
      assert.deepEqual(found.map(({ mailbox, all }) => `${mailbox} ${all}`).toSorted(), [
        'INBOX 2',
        `${name('Other')} 1:2`,
      ])
    },
  },
  {
    method: 'searchUpdates',
    command: 'UID SEARCH RETURN (UPDATE ALL)',
    needs: ['CONTEXT=SEARCH'],
    async run({ imap, raw }) {
      await imap.select('INBOX')
      const changes = imap.searchUpdates({ flagged: true })[Symbol.asyncIterator]()
      const next = async (): Promise<string> => {
        const { value } = (await changes.next()) as { value: SearchChange }
        return `${value.change} ${value.uids}`
      }
      await imap.noop()
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 2 +FLAGS (\\Flagged)')
      await imap.noop()
      assert.equal(await next(), 'found ')
      assert.equal(await next(), 'added 2')
      await changes.return?.()
    },
  },
  {
    method: 'sortUpdates',
    command: 'UID SORT RETURN (UPDATE ALL)',
    needs: ['CONTEXT=SORT'],
    async run({ imap }) {
      await imap.select('INBOX')
      for await (const { change } of imap.sortUpdates(['subject'], { all: true })) {
        assert.equal(change, 'found')
        break
      }
    },
  },
  {
    method: 'uidBatches',
    command: 'UIDBATCHES',
    needs: ['UIDBATCHES'],
    async run({ imap }) {
      await imap.select('INBOX')
      assert.deepEqual((await imap.uidBatches(500)).map(String), ['1:3'])
    },
  },
]
