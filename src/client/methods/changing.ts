/** Adding, changing, moving and removing messages (RFC 9051 §6.3.12, §6.4). */
import type { SetInput } from '../../codec/sequence-set.ts'
import { UsageError } from '../../errors.ts'
import { append, type AppendOptions, type AppendResult } from '../../session/commands/changing/append.ts'
import { copy, type CopyOptions, type CopyResult } from '../../session/commands/changing/copy.ts'
import {
  expungeAll,
  uidExpunge,
  type ExpungeOptions,
  type ExpungeResult,
} from '../../session/commands/changing/expunge.ts'
import { move } from '../../session/commands/changing/move.ts'
import type { MailboxArgument } from '../../session/commands/mailboxes/mailbox.ts'
import type { MailboxPath } from '../../session/commands/mailboxes/path.ts'
import { store, type FlagEdit, type StoreOptions, type StoreResult } from '../../session/commands/changing/store.ts'
import type { Command } from '../../session/command.ts'
import type { CommandOptions } from '../options.ts'
import type { CommandToken } from '../token.ts'
import { FetchingMethods } from './fetching.ts'

export class ChangingMethods extends FetchingMethods {
  /**
   * APPEND (RFC 9051 §6.3.12): a whole message. The UID where the server has UIDPLUS.
   * Never repeated by itself: when the connection is lost the error's `outcome` says what is known.
   */
  append(
    mailbox: MailboxArgument | MailboxPath,
    message: string | Uint8Array,
    options: AppendOptions & CommandOptions = {},
  ): CommandToken<AppendResult> {
    return this.submit('APPEND', (at) => append(at(mailbox), message, options), options)
  }

  /** UID STORE (RFC 9051 §6.4.6): exactly one of `add`, `remove`, `replace`. */
  store(set: SetInput, edit: FlagEdit, options: StoreOptions & CommandOptions = {}): CommandToken<StoreResult> {
    return this.submit('UID STORE', () => store(set, edit, options), options)
  }

  /** UID COPY (RFC 9051 §6.4.7): with the new UIDs where the server has UIDPLUS. */
  copy(
    set: SetInput,
    target: MailboxArgument | MailboxPath,
    options: CopyOptions & CommandOptions = {},
  ): CommandToken<CopyResult> {
    return this.submit('UID COPY', (at) => copy(set, at(target), options), options)
  }

  /** UID MOVE (RFC 9051 §6.4.8). Needs MOVE or IMAP4rev2. */
  move(
    set: SetInput,
    target: MailboxArgument | MailboxPath,
    options: CopyOptions & CommandOptions = {},
  ): CommandToken<CopyResult> {
    return this.submit('UID MOVE', (at) => move(set, at(target), options), options)
  }

  /**
   * UID EXPUNGE (RFC 9051 §6.4.9): removes those of the set that are flagged `\Deleted`. Needs UIDPLUS or
   * IMAP4rev2. Without a set, `{ everythingDeleted: true }` must say that messages flagged by others go, too.
   */
  expunge(set: SetInput, options?: ExpungeOptions & CommandOptions): CommandToken<ExpungeResult>
  expunge(options: { readonly everythingDeleted: true } & CommandOptions): CommandToken<ExpungeResult>
  expunge(
    target: SetInput | ({ readonly everythingDeleted: true } & CommandOptions),
    options: ExpungeOptions & CommandOptions = {},
  ): CommandToken<ExpungeResult> {
    if (typeof target === 'object' && 'everythingDeleted' in target) {
      return this.submit('EXPUNGE', () => confirmedExpunge(target.everythingDeleted), target)
    }
    return this.submit('UID EXPUNGE', () => uidExpunge(target, options), options)
  }
}

function confirmedExpunge(confirmed: unknown): Command<ExpungeResult> {
  if (confirmed !== true) throw new UsageError('EXPUNGE: expected a set of UIDs, or { everythingDeleted: true }')
  return expungeAll()
}
