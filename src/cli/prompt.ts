import process from 'node:process'
import { CliUsageError } from './exit-code.ts'
import { escapeLine } from './output/escape.ts'

const ENTER = /[\r\n]/
const GIVE_UP = /[\x03\x04]/
const BACKSPACE = /[\x7f\b]/
const CLEAR = '\x15'

/** Asks on the terminal without showing what is typed. @throws CliUsageError without a terminal. */
export function prompt(question: string): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) {
    const ways = '--password-command, --password-file, IMAPLEX_PASSWORD, or a terminal to ask on'
    return Promise.reject(new CliUsageError(`no password: use ${ways}`))
  }
  // Raw first: whoever types ahead is not shown either.
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stderr.write(escapeLine(question))
  return new Promise((resolve, reject) => {
    let typed: string[] = []
    const done = (settle: () => void): void => {
      stdin.off('data', onKeys).off('end', giveUp).setRawMode(false)
      stdin.pause()
      stderr.write('\n')
      settle()
    }
    const giveUp = (): void => done(() => reject(new CliUsageError('no password given')))
    const onKeys = (keys: string): void => {
      for (const key of keys) {
        if (ENTER.test(key)) return done(() => resolve(typed.join('')))
        if (GIVE_UP.test(key)) return giveUp()
        if (BACKSPACE.test(key)) typed.pop()
        else if (key === CLEAR) typed = []
        else typed.push(key)
      }
    }
    stdin.on('data', onKeys).once('end', giveUp)
    stdin.resume()
  })
}
