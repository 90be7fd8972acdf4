/** Options that every property test shares. */
import process from 'node:process'

/** `SEED=… npm test -- file` repeats the run whose seed a failure printed. */
export function runs(): { readonly seed?: number } {
  const seed = process.env['SEED']
  return seed === undefined ? {} : { seed: Number(seed) }
}
