/**
 * The Trace Event Format as its document has it, as far as we write it: the JSON Object Format of metadata (M),
 * duration (B, E) and instant (i) events. Begins and ends nest in each thread.
 */
import assert from 'node:assert/strict'

export interface Slice {
  readonly tid: number
  readonly name: string
  readonly cat: string
  readonly args: Readonly<Record<string, unknown>>
  /** Microseconds; an end is missing where the trace stops before it. */
  readonly from: number
  readonly to: number | undefined
  /** What the end told. */
  readonly ended: Readonly<Record<string, unknown>>
}

export interface Instant {
  readonly name: string
  readonly cat: string
  readonly ts: number
  readonly args: Readonly<Record<string, unknown>>
}

export interface Read {
  readonly slices: readonly Slice[]
  readonly instants: readonly Instant[]
  /** Names of threads by tid, and of the process as 0. */
  readonly names: ReadonlyMap<number, string>
}

type Json = Readonly<Record<string, unknown>>

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  M: ['ph', 'name', 'pid', 'tid', 'args'],
  B: ['ph', 'name', 'cat', 'pid', 'tid', 'ts', 'args'],
  E: ['ph', 'pid', 'tid', 'ts', 'args'],
  i: ['ph', 'name', 'cat', 'pid', 'tid', 'ts', 's', 'args'],
}
const METADATA: Readonly<Record<string, string>> = {
  process_name: 'name',
  thread_name: 'name',
  thread_sort_index: 'sort_index',
}

/** Reads a whole file. @throws AssertionError for what the format does not know */
export function readTraceFile(text: string): Read {
  const file = JSON.parse(text) as Json
  assert.deepEqual(Object.keys(file), ['displayTimeUnit', 'otherData', 'traceEvents'])
  assert.ok(file['displayTimeUnit'] === 'ms' || file['displayTimeUnit'] === 'ns')
  return readTrace(file['traceEvents'])
}

export function readTrace(events: unknown): Read {
  assert.ok(Array.isArray(events))
  const open = new Map<number, { -readonly [K in keyof Slice]: Slice[K] }[]>()
  const slices: Slice[] = []
  const instants: Instant[] = []
  const names = new Map<number, string>()
  let latest = 0
  for (const event of events as readonly Json[]) {
    const { name, tid, ts, args } = checked(event) as { name: string; tid: number; ts: number; args: Json }
    const cat = String(event['cat'])
    if (event['ph'] === 'M') {
      if (name !== 'thread_sort_index') names.set(name === 'process_name' ? 0 : tid, String(args['name']))
      continue
    }
    assert.ok(ts >= latest, 'records are in the order of time')
    latest = ts
    if (event['ph'] === 'i') instants.push({ name, cat, ts, args })
    else if (event['ph'] === 'B') {
      const slice = { tid, name, cat, args, from: ts, to: undefined, ended: {} }
      slices.push(slice)
      open.set(tid, [...(open.get(tid) ?? []), slice])
    } else {
      const slice = open.get(tid)?.pop()
      assert.ok(slice !== undefined, `E without B in thread ${tid}`)
      slice.to = ts
      slice.ended = args
    }
  }
  for (const { tid } of slices) assert.ok(names.has(tid), `thread ${tid} has no name`)
  return { slices, instants, names }
}

function checked(event: Json): Json {
  const fields = FIELDS[String(event['ph'])]
  assert.ok(fields !== undefined, `unknown phase: ${JSON.stringify(event)}`)
  assert.deepEqual(Object.keys(event).sort(), [...fields].sort())
  for (const id of ['pid', 'tid']) assert.ok(Number.isInteger(event[id]) && (event[id] as number) > 0, `${id} is no id`)
  if ('ts' in event) assert.ok(Number.isFinite(event['ts']) && (event['ts'] as number) >= 0, 'ts is no time')
  if ('name' in event) assert.ok(typeof event['name'] === 'string' && event['name'] !== '', 'a record has a name')
  if ('s' in event) assert.ok(['g', 'p', 't'].includes(String(event['s'])), 'the scope of an instant')
  const args = event['args'] as Json
  assert.equal(typeof args, 'object')
  if (event['ph'] === 'M') {
    const field = METADATA[String(event['name'])]
    assert.ok(field !== undefined, `unknown metadata: ${String(event['name'])}`)
    assert.deepEqual(Object.keys(args), [field])
    assert.equal(typeof args[field], field === 'sort_index' ? 'number' : 'string')
  }
  return event
}
