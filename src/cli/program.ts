/** The commands, their options and their help. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { capabilities, list, status } from './commands/mailboxes.ts'
import { append, fetch, search } from './commands/messages.ts'
import { watch } from './commands/watch.ts'
import { SEARCH_WORDS } from './query-words.ts'
import { VERSION } from './version.ts'

const EXAMPLES = `Examples:
  imaplex watch imaps://me@mail.example.org
  imaplex search imaps://me@mail.example.org INBOX unseen from:boss since:2026-01-01
  imaplex fetch imaps://me@mail.example.org INBOX 1:10 --json
  imaplex append imaps://me@mail.example.org Drafts message.eml --flags '\\Draft'

URL: imaps://USER@HOST[:PORT]/ is TLS, imap://… is STARTTLS (required), imap+insecure://… is plaintext.
`

const SECRETS = `
Password: --password-command, --password-file, IMAPLEX_PASSWORD, or a prompt; never on the command line.
Access token (XOAUTH2): --token-command, --token-file, IMAPLEX_TOKEN.

Exit codes: 0 ok, 1 failure, 2 usage, 69 unavailable, 74 I/O, 75 temporary, 76 protocol, 77 authentication.
`

export function program(): Command {
  const imaplex = new Command('imaplex')
    .description('IMAP, multiplexed.')
    .version(VERSION)
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', SECRETS)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()

  withGlobals(imaplex.command('watch'))
    .description('print every event as it happens')
    .argument('<url>')
    .argument('[mailbox]', 'the mailbox to open', 'INBOX')
    .option('--types <list>', 'only events of these types, e.g. messageNew,flagChange')
    .action(watch)
  withGlobals(imaplex.command('list'))
    .description('list mailboxes')
    .argument('<url>')
    .argument('[pattern]', '% matches within a level, * across', '*')
    .option('--subscribed', 'only subscribed ones')
    .action(list)
  withGlobals(imaplex.command('status'))
    .description('count messages in mailboxes, all in one round trip')
    .argument('<url>')
    .argument('<mailbox...>')
    .option('--items <list>', 'messages,unseen,uidNext,uidValidity,recent,deleted,size,highestModSeq,…')
    .action(status)
  withGlobals(imaplex.command('search'))
    .description('find messages; all words must hold')
    .argument('<url>')
    .argument('<mailbox>')
    .argument('[word...]', `not:… and ${SEARCH_WORDS.join(', ')}`)
    .option('--set', 'print one set of UIDs')
    .option('--count', 'print only how many')
    .action(search)
  withGlobals(imaplex.command('fetch'))
    .description('print messages, as they arrive')
    .argument('<url>')
    .argument('<mailbox>')
    .argument('<set>', 'UIDs: 5, 1:10,20, 100:*')
    .option('--items <list>', 'flags,envelope,size,date,structure,headers')
    .option('--source', 'write the message itself to stdout')
    .action(fetch)
  withGlobals(imaplex.command('append'))
    .description('add a message to a mailbox')
    .argument('<url>')
    .argument('<mailbox>')
    .argument('[file]', '- is stdin', '-')
    .option('--flags <list>', "e.g. '\\Seen,$Work'")
    .option('--date <date>', 'when it was received')
    .action(append)
  withGlobals(imaplex.command('capabilities'))
    .description('print what the server can do')
    .argument('<url>')
    .action(capabilities)
  return imaplex
}

function withGlobals(command: Command): Command {
  return command
    .option('--json', 'one JSON record a line')
    .option('--no-color', 'no colours; NO_COLOR and TERM=dumb do the same')
    .option('--password-command <command>', 'its first line of output is the password')
    .option('--password-file <file>', 'its first line is the password; only you may be able to read it')
    .option('--token-command <command>', 'its first line of output is an OAuth access token')
    .option('--token-file <file>', 'its first line is an OAuth access token')
    .option('--ca <file>', 'trust the certificates in this PEM file')
    .addOption(new Option('--timeout <seconds>', 'for connecting and logging in').argParser(seconds))
    .option('--debug', 'show where an error comes from')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('expected a positive number of seconds')
  return value
}
