/**
 * What the runtime gives by default. The transport is loaded when a connection is made, so that importing
 * the library costs next to nothing and works where there are no sockets.
 */
import type { Clock, ConnectTransport } from '../transport/transport.ts'

const portableClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}

export const platform: { readonly clock: Clock; transport(): Promise<ConnectTransport> } = {
  clock: portableClock,
  async transport() {
    const { connectTransport } = await import('../transport/node/connect.ts')
    return connectTransport
  },
}
