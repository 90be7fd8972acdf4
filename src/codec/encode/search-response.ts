/** ESEARCH, SORT, THREAD and UIDBATCHES as a server writes them; each rule stands with its reader in `decode/`. */
import type { ESearch, Sort, SearchUpdate, Thread, ThreadNode, UidBatches } from '../values.ts'
import type { ResponseLine } from './response-line.ts'

export function esearch(line: ResponseLine, found: ESearch): void {
  const { mailbox, wireName, uidValidity, all, order, partial, relevancy } = found
  line.word('* ESEARCH')
  if (found.tag !== undefined || mailbox !== undefined || uidValidity !== undefined) {
    line.list(() => {
      if (found.tag !== undefined) line.word('TAG').string(found.tag)
      if (mailbox !== undefined) line.word('MAILBOX').mailbox({ mailbox, wireName })
      if (uidValidity !== undefined) line.word('UIDVALIDITY').number(uidValidity)
    })
  }
  if (found.uid) line.word('UID')
  if (found.min !== undefined) line.word('MIN').number(found.min)
  if (found.max !== undefined) line.word('MAX').number(found.max)
  if (found.count !== undefined) line.word('COUNT').number(found.count)
  if (all !== undefined) line.word('ALL').word((order ?? all).toString())
  if (found.modSeq !== undefined) line.word('MODSEQ').number(found.modSeq)
  if (partial !== undefined) {
    const { from, to, numbers } = partial
    line.word('PARTIAL').list(() => line.word(`${from}:${to}`).word(numbers.isEmpty ? 'NIL' : numbers.toString()))
  }
  searchUpdates(line, found.updates)
  if (relevancy !== undefined) line.word('RELEVANCY').list(() => relevancy.forEach((score) => line.number(score)))
  for (const { name, value } of found.extended) line.word(name).extension(value)
}

/** Changes of one kind that follow each other share a list. */
function searchUpdates(line: ResponseLine, updates: readonly SearchUpdate[]): void {
  for (let at = 0; at < updates.length;) {
    const { change } = updates[at]!
    line.word(change === 'added' ? 'ADDTO' : 'REMOVEFROM').list(() => {
      for (; updates[at]?.change === change; at++) {
        line.number(updates[at]!.position).word(updates[at]!.numbers.toString())
      }
    })
  }
}

export function sort(line: ResponseLine, { numbers, modSeq }: Sort): void {
  line.word('* SORT')
  for (const number of numbers) line.number(number)
  if (modSeq !== undefined) line.list(() => line.word('MODSEQ').number(modSeq))
}

/** Answers that follow one by one stand behind one another; several answers to one message in lists of their own. */
export function thread(line: ResponseLine, { threads }: Thread): void {
  const text: string[] = []
  const rest: (ThreadNode | string)[] = threads.toReversed().flatMap((node) => [')', node, '('])
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (typeof part === 'string') {
      text.push(part)
      continue
    }
    const { number, children } = part
    if (number !== undefined) text.push(text.at(-1) === '(' ? `${number}` : ` ${number}`)
    const [only] = children
    if (children.length === 1 && only?.number !== undefined && number !== undefined) rest.push(only)
    else rest.push(...children.toReversed().flatMap((node) => [')', node, '(']))
  }
  line.word(text.length === 0 ? '* THREAD' : `* THREAD ${text.join('')}`)
}

export function uidBatches(line: ResponseLine, { tag, batches }: UidBatches): void {
  line.word('* UIDBATCHES')
  if (tag !== undefined) line.list(() => line.word('TAG').string(tag))
  if (batches.length > 0) line.word(batches.map(({ min, max }) => (min === max ? `${min}` : `${max}:${min}`)).join(','))
}
