import assert from 'node:assert/strict'
import type { Row } from '../row.ts'

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
]
