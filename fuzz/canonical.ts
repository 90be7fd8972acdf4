/** A value as text: the same for equal values, and another for others. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return `${each}n`
    if (each === undefined) return '<undefined>'
    if (each instanceof Uint8Array) return `<octets ${Buffer.from(each).toString('latin1')}>`
    if (each instanceof Map) return { '<map>': [...(each as Map<unknown, unknown>)] }
    if (each instanceof Set) return { '<set>': [...(each as Set<unknown>)] }
    return isRecord(each) ? sorted(each) : each
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** In which order properties were set is no part of a value. */
function sorted(record: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}
