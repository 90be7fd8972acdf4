/** The commands, their options and their help. */
import { Command, InvalidArgumentError } from 'commander'
import { append } from './commands/append.ts'
import { fetch, FETCH_ITEMS } from './commands/fetch.ts'
import { capabilities, list, status, STATUS_ITEMS } from './commands/mailboxes.ts'
import { search } from './commands/search.ts'
import { watch } from './commands/watch.ts'
import { EVENT_TYPES } from './event-types.ts'
import { SEARCH_WORDS } from './query-words.ts'
import { VERSION } from './version.ts'

const EXAMPLES = `Examples:
  imaplex watch imaps://me@mail.example.org
  imaplex search imaps://me@mail.example.org INBOX unseen from:boss since:2026-01-01
  imaplex fetch imaps://me@mail.example.org INBOX 1:10 --json
  imaplex append imaps://me@mail.example.org Drafts message.eml --flags '\\Draft'
`

const NOTES = `
URL:
  imaps://USER@HOST[:PORT]/       TLS from the start
  imap://USER@HOST[:PORT]/        STARTTLS, required; imap+starttls:// says the same
  imap+insecure://…               no encryption: anybody on the way reads your password
  In USER write @ as it is or as %40. A private authority's certificate: --ca FILE.

Password: --password-command, --password-file, IMAPLEX_PASSWORD, or a prompt; never on the command line.
Access token (XOAUTH2): --token-command, --token-file, IMAPLEX_TOKEN.

Exit codes: 0 ok, 1 failure, 2 usage, 69 unavailable, 74 I/O, 75 temporary, 76 protocol, 77 authentication,
  130 interrupted.
`

const URL_ARGUMENT = ['<url>', 'imaps://USER@HOST[:PORT]/, see imaplex --help'] as const
const MAILBOX_ARGUMENT = ['<mailbox>', 'such as INBOX or Lists/imap'] as const

export function program(): Command {
  const imaplex = new Command('imaplex')
    .description('IMAP, multiplexed.')
    .version(VERSION)
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', NOTES)
    .showSuggestionAfterError()
  for (const add of [addWatch, addList, addStatus, addSearch, addFetch, addAppend, addCapabilities]) add(imaplex)
  // What goes wrong is thrown, and told in one place.
  for (const command of [imaplex, ...imaplex.commands]) {
    command.exitOverride().configureOutput({ outputError: () => {} })
  }
  return imaplex
}

function addWatch(imaplex: Command): void {
  const watching = imaplex
    .command('watch')
    .description('print every event as it happens, until Ctrl-C')
    .argument(...URL_ARGUMENT)
    .argument('[mailbox]', 'the mailbox to open', 'INBOX')
    .option('--types <list>', 'only events of these types, e.g. messageNew,flagChange')
    .addHelpText('after', `\nEvents: ${EVENT_TYPES.join(', ')}.`)
    .action(watch)
  examples(watching, 'imaplex watch imaps://me@mail.example.org Lists/imap --types messageNew,messageExpunge --json')
}

function addList(imaplex: Command): void {
  const listing = imaplex
    .command('list')
    .description('list mailboxes')
    .argument(...URL_ARGUMENT)
    .argument('[pattern]', '% matches within a level, * across', '*')
    .option('--subscribed', 'only subscribed ones')
    .action(list)
  examples(listing, 'imaplex list imaps://me@mail.example.org', "imaplex list imaps://me@mail.example.org 'Lists/%'")
}

function addStatus(imaplex: Command): void {
  const counting = imaplex
    .command('status')
    .description('count messages in mailboxes, all in one round trip')
    .argument(...URL_ARGUMENT)
    .argument('<mailbox...>', MAILBOX_ARGUMENT[1])
    .option('--items <list>', STATUS_ITEMS.join(','))
    .action(status)
  examples(counting, 'imaplex status imaps://me@mail.example.org INBOX Sent --items messages,unseen')
}

function addSearch(imaplex: Command): void {
  const searching = imaplex
    .command('search')
    .description('print the UIDs of the messages for which all words hold')
    .argument(...URL_ARGUMENT)
    .argument(...MAILBOX_ARGUMENT)
    .argument('[word...]', 'key or key:value; not:… turns one around; all messages without any')
    .option('--set', 'print one set of UIDs, for fetch')
    .option('--count', 'print only how many')
    .addHelpText(
      'after',
      `\nKeys: ${SEARCH_WORDS.join(', ')}.\nDays are YYYY-MM-DD, sizes 500, 10k or 1M, ages 2h or 7d; header:Name=text.`,
    )
    .action(search)
  examples(
    searching,
    'imaplex search imaps://me@mail.example.org INBOX unseen from:boss since:2026-01-01',
    "imaplex search imaps://me@mail.example.org INBOX not:seen larger:1M 'subject:two words' --set",
  )
}

function addFetch(imaplex: Command): void {
  const fetching = imaplex
    .command('fetch')
    .description('print messages as they arrive: UID, date, flags, sender, subject')
    .argument(...URL_ARGUMENT)
    .argument(...MAILBOX_ARGUMENT)
    .argument('<set>', 'UIDs: 5, 1:10,20, 100:*')
    .option('--items <list>', `these instead: ${FETCH_ITEMS.join(',')}`)
    .option('--source', 'write one message to stdout, octet by octet')
    .addHelpText(
      'after',
      '\nFlags: * not seen, ! flagged, r answered, d draft, D deleted. Reading does not mark as seen.',
    )
    .action(fetch)
  examples(
    fetching,
    'imaplex fetch imaps://me@mail.example.org INBOX 1:10',
    'imaplex fetch imaps://me@mail.example.org INBOX 17 --items envelope,structure',
    'imaplex fetch imaps://me@mail.example.org INBOX 17 --source > message.eml',
  )
}

function addAppend(imaplex: Command): void {
  const appending = imaplex
    .command('append')
    .description('add a message to a mailbox')
    .argument(...URL_ARGUMENT)
    .argument(...MAILBOX_ARGUMENT)
    .argument('[file]', 'the message; - is stdin', '-')
    .option('--flags <list>', "e.g. '\\Seen,$Work'")
    .option('--date <date>', 'when it was received; now unless given')
    .action(append)
  examples(appending, "imaplex append imaps://me@mail.example.org Drafts message.eml --flags '\\Draft'")
}

function addCapabilities(imaplex: Command): void {
  const asking = imaplex
    .command('capabilities')
    .description('print what the server can do')
    .argument(...URL_ARGUMENT)
    .action(capabilities)
  examples(asking, 'imaplex capabilities imaps://me@mail.example.org')
}

/** Puts examples first, and behind the command's own options those that all have. */
function examples(command: Command, ...lines: readonly string[]): void {
  command
    .addHelpText('before', `Examples:\n${lines.map((line) => `  ${line}\n`).join('')}`)
    .option('--json', 'one JSON record a line')
    .option('--no-color', 'no colours; NO_COLOR and TERM=dumb do the same')
    .optionsGroup('Connecting:')
    .option('--password-command <command>', 'the shell runs it; its first line of output is the password')
    .option('--password-file <file>', 'its first line is the password; only you may be able to read it')
    .option('--token-command <command>', 'the same for an OAuth access token')
    .option('--token-file <file>', 'the same for an OAuth access token')
    .option('--ca <file>', 'trust the certificates in this PEM file, and no others')
    .option('--proxy <url>', 'go by socks5://HOST:PORT, socks4:, http: or https:; with a password by IMAPLEX_PROXY')
    .option('--timeout <seconds>', 'for connecting and logging in; 30 unless given', seconds)
    .optionsGroup('Looking inside:')
    .option('--trace <file>', 'write what was in flight when, for ui.perfetto.dev')
    .option('--debug', 'show where an error comes from')
}

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('expected a positive number of seconds')
  return value
}
