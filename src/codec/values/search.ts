/** Answers to SEARCH. */
import type { NumberSet } from '../number-set.ts'
import type { ExtendedItem } from './extension.ts'

/** `* SEARCH 1 2 3 (MODSEQ 9)` (RFC 3501 §7.2.5, RFC 7162 §3.1.5). */
export interface Search {
  readonly type: 'search'
  readonly numbers: NumberSet
  readonly modSeq: bigint | undefined
}

/** `* ESEARCH (TAG "a") UID …` (RFC 9051 §7.3.4). */
export interface ESearch {
  readonly type: 'esearch'
  readonly tag: string | undefined
  readonly uid: boolean
  readonly min: number | undefined
  readonly max: number | undefined
  readonly count: number | undefined
  readonly all: NumberSet | undefined
  readonly modSeq: bigint | undefined
  /** PARTIAL, ADDTO, RELEVANCY … */
  readonly extended: readonly ExtendedItem[]
}
