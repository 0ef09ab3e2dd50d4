import { readdirSync, readFileSync } from 'node:fs'
import { sentences } from '../../console/parts/server-sentences.ts'
import { problemStatus } from '../../src/base/problem.ts'
import { findingSeverity } from '../../src/content/finding-codes.ts'

type Catalogue = { readonly [key: string]: string | Catalogue }

const read = (language: string): Catalogue =>
  JSON.parse(
    readFileSync(new URL(`../../console/locales/${language}.json`, import.meta.url), 'utf8'),
  )

/** Every text by its key; the forms of a plural, of which languages have different ones, under one key. */
function texts(catalogue: Catalogue, above = ''): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const [name, value] of Object.entries(catalogue)) {
    if (typeof value !== 'string') {
      for (const [key, found] of texts(value, `${above}${name}.`)) all.set(key, found)
      continue
    }
    const key = above + name.replace(/_(zero|one|two|few|many|other)$/, '')
    all.set(key, [...(all.get(key) ?? []), value])
  }
  return all
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort()

const vi = texts(read('vi'))
const en = texts(read('en'))

test('Vietnamese and English have the same keys', () => {
  expect([...en.keys()].sort()).toEqual([...vi.keys()].sort())
})

test('no text is empty, and Vietnamese is written in composed characters', () => {
  for (const [key, found] of [...vi, ...en]) {
    for (const text of found) {
      expect([key, text.trim()]).not.toEqual([key, ''])
      expect(text).toBe(text.normalize('NFC'))
    }
  }
})

test('a text has the same placeholders in both languages', () => {
  for (const [key, found] of vi) {
    expect([key, placeholders(en.get(key)!.at(-1)!)]).toEqual([key, placeholders(found.at(-1)!)])
  }
})

test('every finding of the import report has words in both languages, and no others do', () => {
  const worded = [...vi.keys()]
    .filter((key) => key.startsWith('finding.'))
    .map((key) => key.slice('finding.'.length))
  expect(worded.sort()).toEqual(Object.keys(findingSeverity).sort())
})

/** Answers to record stores, tools and the player, which has words of its own: no page asks for what is answered so. */
const saidToPrograms: readonly string[] = [
  ...['method-not-allowed', 'unsupported-media-type', 'misdirected-request', 'origin-not-allowed'],
  ...['credential-expired', 'bearer-token-invalid', 'outside-row-filter'],
  ...[
    'invalid-statement',
    'invalid-version-header',
    'statement-conflict',
    'duplicate-statement-id',
  ],
  ...['too-many-statements', 'document-not-found', 'document-exists', 'precondition-failed'],
  ...['invalid-document', 'launch-link-invalid', 'session-token-invalid', 'session-superseded'],
  ...['session-closed', 'journal-gap', 'journal-invalid'],
]

test('every problem that a page can meet has words in both languages', () => {
  const codes = Object.keys(problemStatus)
  expect(codes).toEqual(expect.arrayContaining([...saidToPrograms]))
  for (const found of [vi, en]) {
    expect(
      codes.filter((code) => !saidToPrograms.includes(code) && !found.has(`problem.${code}`)),
    ).toEqual([])
  }
  const own = ['unexpected', 'unreachable']
  const worded = [...vi.keys()]
    .filter((key) => key.startsWith('problem.'))
    .map((key) => key.slice(8))
  expect(worded.filter((code) => !codes.includes(code)).sort()).toEqual(own)
})

test('no page shows the sentence that the server wrote for programs', () => {
  const folder = new URL('../../console/', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .filter((path) => path !== 'parts/error-words.ts')
  const told = sources.filter((path) =>
    /error\.message/.test(readFileSync(new URL(path, folder), 'utf8')),
  )
  expect(told).toEqual([])
})

test('every sentence that the server stores of deliveries and imports has words in both languages', () => {
  const src = new URL('../../src/', import.meta.url)
  const texts = [
    ...['feeds/attempt-delivery.ts', 'feeds/forward-statements.ts', 'feeds/send-request.ts'],
    ...['feeds/settle-delivery.ts', 'transfer/pull-statements.ts', 'transfer/read-file.ts'],
    ...['transfer/read-page.ts', 'transfer/remote-store.ts'],
  ].flatMap((path) =>
    [...readFileSync(new URL(path, src), 'utf8').matchAll(/(?<=[(?:,=]\s*)(['`])([A-Z].*? .*?)\1/g)]
      .map(([, , text]) => text!.replace(/\$\{[^}]*\}/g, '7'))
      .filter((text) => /^[A-Z]\w* \w+ .*[.7]$/.test(text)),
  )
  expect(texts.length).toBeGreaterThan(15)
  const isKnown = (text: string) => Object.values(sentences).some((one) => one.test(text))
  expect(texts.filter((text) => !isKnown(text))).toEqual([])
})

test('every operation of the API is said in words in the audit log, in both languages', () => {
  const src = new URL('../../src/', import.meta.url)
  const routes = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /routes\.ts$/.test(path),
  )
  const ids = routes.flatMap((path) =>
    [...readFileSync(new URL(path, src), 'utf8').matchAll(/^\s+id: '([a-z]+[A-Z]\w+)',$/gm)].map(
      ([, id]) => id!,
    ),
  )
  expect(ids.length).toBeGreaterThan(60)
  for (const language of [vi, en]) {
    expect(ids.filter((id) => !language.has(`operation.${id}`))).toEqual([])
  }
})
