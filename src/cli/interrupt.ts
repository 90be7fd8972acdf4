/** Ctrl-C: once asks for an orderly end, twice ends at once. */
import process from 'node:process'
import { EXIT } from './exit-code.ts'

/** Calls `once` at the first Ctrl-C. Returns what stops listening. */
export function onInterrupt(once: () => void): () => void {
  let interrupted = false
  const interrupt = (): void => {
    if (interrupted) process.exit(EXIT.interrupted)
    interrupted = true
    once()
  }
  process.on('SIGINT', interrupt)
  return () => void process.off('SIGINT', interrupt)
}
