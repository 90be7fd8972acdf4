/**
 * Loaded into the fuzzer's process: comparisons with numbers are just made, not told to the fuzzer. It would hear of every
 * octet that a scanner looks at, by a call out of JavaScript each, and be no wiser: what matters of the grammar is
 * compared as strings, and in the dictionary.
 */
type Compare = (a: number, b: number) => boolean

const COMPARISONS: Readonly<Record<string, Compare>> = {
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
}

interface Tracer {
  traceNumberCmp: (a: number, b: number, operator: string) => boolean
}

const { tracer } = (globalThis as typeof globalThis & { readonly Fuzzer: { readonly tracer: Tracer } }).Fuzzer
tracer.traceNumberCmp = (a, b, operator) => COMPARISONS[operator]!(a, b)
