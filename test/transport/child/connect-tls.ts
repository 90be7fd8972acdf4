/** Connects with TLS to the port given, by the proxy given, if any, and prints the code of the error, or "connected". */
import { ImapError } from '../../../src/errors.ts'
import { connectTransport } from '../../../src/transport/node/connect.ts'

const [port, proxy] = process.argv.slice(2)
const options = {
  ...({ host: 'localhost', port: Number(port), security: 'tls' } as const),
  ...(proxy === undefined ? {} : { proxy }),
}
try {
  const transport = await connectTransport(options, { onData() {}, onClose() {} }, new AbortController().signal)
  console.log('connected')
  transport.destroy()
} catch (error) {
  console.log(ImapError.is(error) ? error.code : error)
}
