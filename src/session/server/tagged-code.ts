/** What the response code of a tagged reply says beyond its command's own result. */
import type { Tagged } from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import type { LoginState } from '../login/login-state.ts'
import type { Outlet } from '../outlet.ts'

/** Codes count only on commands that can carry them. */
export function applyCode(entry: Entry, { code, text, status }: Tagged, outlet: Outlet, login: LoginState): void {
  if (code?.name === 'CAPABILITY') login.announced(code.capabilities)
  if (code?.name === 'ALERT') outlet.emit({ type: 'alert', text })
  if (code?.name === 'COPYUID' && code.uids === undefined) outlet.emit({ type: 'notice', status: 'OK', code, text })
  const { selection, command } = entry
  if (status !== 'OK' || selection === undefined) return
  if (code?.name === 'HIGHESTMODSEQ') selection.highestModSeq = code.value
  const arrivals = code?.name === 'APPENDUID' ? code.uids : code?.name === 'COPYUID' ? code.destination : undefined
  if (arrivals !== undefined && command.mailbox === selection.mailbox) selection.expectArrivals(arrivals, entry.token)
}
