/** Access rights, quotas, annotations and other matters of an account. */
import { MailboxMethods } from './mailboxes.ts'

export class AdministrationMethods extends MailboxMethods {}
