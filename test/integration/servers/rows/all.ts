import type { Row } from '../row.ts'
import { ADMINISTRATION } from './administration.ts'
import { ANY_STATE } from './any-state.ts'
import { CHANGING } from './changing.ts'
import { FETCHING } from './fetching.ts'
import { LISTING } from './listing.ts'
import { MAILBOXES } from './mailboxes.ts'
import { OPENING } from './opening.ts'
import { SEARCHING } from './searching.ts'
import { SELECTING } from './selecting.ts'

/** In the order of the matrix. */
export const ROWS: readonly Row[] = [
  ...OPENING,
  ...ANY_STATE,
  ...MAILBOXES,
  ...LISTING,
  ...SELECTING,
  ...SEARCHING,
  ...FETCHING,
  ...CHANGING,
  ...ADMINISTRATION,
]
