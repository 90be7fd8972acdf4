import type { Socket } from 'node:net'

export interface Readying<T> {
  readonly event: 'connect' | 'secureConnect'
  /** Makes the result, in the very call that emits `event`. What it throws is the failure. */
  readonly ready: () => T
  readonly explain: (cause: Error) => Error
  /** Sets up deadlines and the like, which call `fail`; returns what takes them down. */
  readonly guard: (fail: (reason: unknown) => void) => () => void
}

/** Waits for a socket to connect or to finish its handshake. When that fails the socket is destroyed. */
export function whenReady<T>(socket: Socket, { event, ready, explain, guard }: Readying<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const release = guard(fail)
    socket.on(event, succeed).on('error', failed).on('close', closed)

    function succeed(): void {
      try {
        const result = ready()
        conclude()
        resolve(result)
      } catch (reason) {
        fail(reason)
      }
    }
    function failed(cause: Error): void {
      fail(explain(cause))
    }
    function closed(): void {
      failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))
    }
    function fail(reason: unknown): void {
      conclude()
      // A late error of a destroyed socket has nobody left to tell.
      socket.on('error', () => {}).destroy()
      reject(reason)
    }
    function conclude(): void {
      release()
      socket.off(event, succeed).off('error', failed).off('close', closed)
    }
  })
}
