/** Has the packages of the real servers ready that the tests unpack and run, so that no test waits for a download. */
import process from 'node:process'
import { unpacked } from '../test/support/servers/debian-root.ts'
import { ServerUnavailable } from '../test/support/servers/real-server.ts'
import { UNPACKED } from '../test/support/servers/shared.ts'

for (const server of Object.values(UNPACKED)) {
  try {
    console.log(`${server.name}: ${await unpacked(server)}`)
  } catch (error) {
    if (!(error instanceof ServerUnavailable)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
