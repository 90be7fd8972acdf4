/** Answers about access rights, quotas, annotations, authorized URLs and languages as octets. */
import { UsageError } from '../../errors.ts'
import type { EntryValue, FetchedUrl, Response } from '../values.ts'
import { body } from './fetch-row.ts'
import type { ResponseLine } from './response-line.ts'

type Administration = Extract<
  Response,
  {
    type:
      | 'metadata'
      | 'metadataNews'
      | 'acl'
      | 'listRights'
      | 'myRights'
      | 'quota'
      | 'quotaRoot'
      | 'genUrlAuth'
      | 'urlFetch'
      | 'language'
      | 'comparator'
      | 'jmapAccess'
  }
>

export const ADMINISTRATION: {
  readonly [Type in Administration['type']]: (
    line: ResponseLine,
    response: Extract<Administration, { type: Type }>,
  ) => void
} = {
  metadata(line, { entries, ...name }) {
    line.word('* METADATA').mailbox(name)
    line.list(() => entries.forEach((value, entry) => octets(line.astring(entry), value)))
  },
  metadataNews(line, { entries, ...name }) {
    // A list without entries would read as one with values.
    if (entries.length === 0) throw new UsageError('METADATA: no entry named')
    astrings(line.word('* METADATA').mailbox(name), entries)
  },
  acl(line, { items, ...name }) {
    line.word('* ACL').mailbox(name)
    for (const { identifier, rights } of items) line.astring(identifier).astring(rights)
  },
  listRights(line, { identifier, required, optional, ...name }) {
    astrings(line.word('* LISTRIGHTS').mailbox(name), [identifier, required, ...optional])
  },
  myRights: (line, { rights, ...name }) => void line.word('* MYRIGHTS').mailbox(name).astring(rights),
  quota(line, { root, resources }) {
    line.word('* QUOTA').astring(root)
    line.list(() =>
      resources.forEach(({ usage, limit }, name) => {
        line.astring(name).number(usage)
        if (limit === null) line.word('-1')
        else line.number(limit)
      }),
    )
  },
  quotaRoot: (line, { roots, ...name }) => astrings(line.word('* QUOTAROOT').mailbox(name), roots),
  genUrlAuth: (line, { urls }) => astrings(line.word('* GENURLAUTH'), urls),
  urlFetch(line, { items }) {
    line.word('* URLFETCH')
    for (const item of items) fetchedUrl(line, item)
  },
  language: (line, { tags }) => void line.word('* LANGUAGE').list(() => astrings(line, tags)),
  comparator(line, { active, matching }) {
    line.word('* COMPARATOR').astring(active)
    if (matching.length > 0) line.list(() => astrings(line, matching))
  },
  jmapAccess: (line, { url }) => void line.word('* JMAPACCESS').string(url),
}

function astrings(line: ResponseLine, texts: readonly string[]): void {
  for (const text of texts) line.astring(text)
}

function octets(line: ResponseLine, value: EntryValue): void {
  if (value === null) line.nil()
  else line.literal(value)
}

/** RFC 4467 §9 where that can say it, else RFC 5524 §5. */
function fetchedUrl(line: ResponseLine, { url, body: content, binary, structure }: FetchedUrl): void {
  line.astring(url)
  if (binary === undefined && structure === undefined) return octets(line, content ?? null)
  if (structure !== undefined) {
    line.list(() => {
      line.word('BODYPARTSTRUCTURE')
      if (structure === null) line.nil()
      else body(line, structure, true)
    })
  }
  if (content !== undefined) line.list(() => octets(line.word('BODY'), content))
  if (binary !== undefined) line.list(() => octets(line.word('BINARY'), binary))
}
