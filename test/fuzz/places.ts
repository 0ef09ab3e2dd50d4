import type { Json } from '../support/xapi-client.ts'

export type PlaceKind =
  | 'statement'
  | 'subStatement'
  | 'agent'
  | 'group'
  | 'account'
  | 'mbox'
  | 'sha1'
  | 'iri'
  | 'text'
  | 'verb'
  | 'languageMap'
  | 'extensions'
  | 'activity'
  | 'definition'
  | 'components'
  | 'component'
  | 'patterns'
  | 'reference'
  | 'uuid'
  | 'result'
  | 'score'
  | 'number'
  | 'boolean'
  | 'duration'
  | 'context'
  | 'contextActivities'
  | 'activities'
  | 'contextAgent'
  | 'contextGroup'
  | 'relevantTypes'
  | 'languageTag'
  | 'timestamp'
  | 'version'
  | 'attachments'
  | 'attachment'
  | 'sha2'
  | 'mediaType'
  | 'length'

export type Path = readonly (string | number)[]

/** Something in a statement that xAPI-Data has rules for. */
export interface Place {
  readonly kind: PlaceKind
  readonly path: Path
  readonly value: unknown
}

/** What the properties of a kind are; a list is written with its kind of elements in brackets. */
const properties: Partial<Record<PlaceKind, Record<string, PlaceKind | 'actor' | 'object'>>> = {
  agent: { name: 'text', mbox: 'mbox', mbox_sha1sum: 'sha1', openid: 'iri', account: 'account' },
  account: { homePage: 'iri', name: 'text' },
  verb: { id: 'iri', display: 'languageMap' },
  activity: { id: 'iri', definition: 'definition' },
  definition: {
    ...{ name: 'languageMap', description: 'languageMap', type: 'iri', moreInfo: 'iri' },
    ...{ choices: 'components', scale: 'components', source: 'components', target: 'components' },
    ...{ steps: 'components', correctResponsesPattern: 'patterns', extensions: 'extensions' },
  },
  component: { id: 'text', description: 'languageMap' },
  reference: { id: 'uuid' },
  result: {
    ...{ score: 'score', success: 'boolean', completion: 'boolean', response: 'text' },
    ...{ duration: 'duration', extensions: 'extensions' },
  },
  score: { scaled: 'number', raw: 'number', min: 'number', max: 'number' },
  context: {
    ...{ registration: 'uuid', instructor: 'actor', team: 'group', revision: 'text' },
    ...{ contextActivities: 'contextActivities', platform: 'text', language: 'languageTag' },
    ...{ statement: 'reference', extensions: 'extensions' },
  },
  contextActivities: {
    ...{
      parent: 'activities',
      grouping: 'activities',
      category: 'activities',
      other: 'activities',
    },
  },
  contextAgent: { agent: 'agent', relevantTypes: 'relevantTypes' },
  contextGroup: { group: 'group', relevantTypes: 'relevantTypes' },
  attachment: {
    ...{ usageType: 'iri', display: 'languageMap', description: 'languageMap', fileUrl: 'iri' },
    ...{ contentType: 'mediaType', length: 'length', sha2: 'sha2' },
  },
}

const bodyProperties: Record<string, PlaceKind | 'actor' | 'object'> = {
  ...{ actor: 'actor', verb: 'verb', object: 'object', result: 'result', context: 'context' },
  ...{ timestamp: 'timestamp', attachments: 'attachments' },
}

const kinds: typeof properties = {
  ...properties,
  group: properties.agent!,
  subStatement: bodyProperties,
  statement: {
    ...bodyProperties,
    id: 'uuid',
    stored: 'timestamp',
    authority: 'agent',
    version: 'version',
  },
}

/** Lists, and what they hold. */
const elements: Partial<Record<PlaceKind, PlaceKind>> = {
  components: 'component',
  patterns: 'text',
  activities: 'activity',
  relevantTypes: 'iri',
  attachments: 'attachment',
}

/** Every place of a valid statement, the statement itself first. */
export function placesOf(statement: Json): Place[] {
  const places: Place[] = []
  visit({ kind: 'statement', path: [], value: statement }, places)
  return places
}

function visit(place: Place, places: Place[]): void {
  const { kind, path, value } = place
  if (kind === 'activities' && !Array.isArray(value)) {
    visit({ ...place, kind: 'activity' }, places)
    return
  }
  places.push(place)
  const element = elements[kind]
  if (element) visitList(element, place, places)
  if (kind === 'languageMap')
    for (const [tag, word] of Object.entries(value as Json))
      places.push({ kind: 'text', path: [...path, tag], value: word })
  const own = value as Json
  for (const [key, inner] of Object.entries(kinds[kind] ?? {})) {
    if (Object.hasOwn(own, key))
      visit(
        { kind: kindOf(inner, own[key] as Json), path: [...path, key], value: own[key] },
        places,
      )
  }
  const lists = [
    ['group', 'member', 'agent'],
    ['context', 'contextAgents', 'contextAgent'],
    ['context', 'contextGroups', 'contextGroup'],
  ] as const
  for (const [of, key, inner] of lists) {
    if (of === kind && Object.hasOwn(own, key))
      visitList(inner, { kind: inner, path: [...path, key], value: own[key] }, places)
  }
}

function visitList(kind: PlaceKind, { path, value }: Place, places: Place[]): void {
  for (const [index, one] of (value as unknown[]).entries())
    visit({ kind, path: [...path, index], value: one }, places)
}

function kindOf(kind: PlaceKind | 'actor' | 'object', { objectType }: Json): PlaceKind {
  if (kind === 'actor') return objectType === 'Group' ? 'group' : 'agent'
  if (kind !== 'object') return kind
  if (objectType === 'SubStatement') return 'subStatement'
  if (objectType === 'StatementRef') return 'reference'
  return objectType === 'Agent' ? 'agent' : objectType === 'Group' ? 'group' : 'activity'
}

export const pointerOf = (path: Path): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** A copy in which the value at `path` is another. */
export function withValueAt(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((one, index) => (index === key ? withValueAt(one, rest, by) : one))
  return Object.fromEntries(
    Object.entries(value as Json).map(([name, one]) => [
      name,
      name === key ? withValueAt(one, rest, by) : one,
    ]),
  )
}
