import type {
  StatementList as StatementListAnswer,
  StatementRow,
  StatementRowResult,
} from '../wire.ts'
import { chooseLanguage, languageRanges } from './choose-language.ts'
import { agentKey } from './index-keys.ts'
import { storedOf } from './seq.ts'
import {
  type Actor,
  isActivity,
  type LanguageMap,
  type Result,
  type Statement,
  type StatementObject,
} from './statement.ts'
import type { StoredStatement } from './store.ts'

export interface RowRules {
  /** Accounts of this home page are learners of this installation. */
  readonly appUrl: string
  /** Names of learners by id; ids of nobody are left out. */
  readonly nameOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/** Makes the rows that people read; names of learners are looked up once for all rows. */
export async function statementRows(
  items: readonly StoredStatement[],
  acceptLanguage: string | undefined,
  rules: RowRules,
): Promise<StatementListAnswer['items']> {
  const statements = items.map((item) => JSON.parse(item.json.toString('utf8')) as Statement)
  const learners = statements.flatMap(({ actor }) => learnerOf(actor, rules.appUrl) ?? [])
  const names = await rules.nameOf([...new Set(learners)])
  const inWords = wordsIn(acceptLanguage)
  return items.map((item, index) => {
    const statement = statements[index]!
    const learner = learnerOf(statement.actor, rules.appUrl)
    const learnerName = learner && names.get(learner)
    return {
      ...rowOf(statement, item, inWords),
      actor: learnerName
        ? { name: learnerName, learner: learner! }
        : { name: actorName(statement.actor) },
    }
  })
}

/** The id of the person who is the actor, if it is an account of this installation. */
const learnerOf = ({ account }: Actor, appUrl: string): string | undefined =>
  account?.homePage === appUrl ? account.name : undefined

const rowOf = (
  statement: Statement,
  { id, seq }: StoredStatement,
  inWords: (map: LanguageMap | undefined) => string | undefined,
): Omit<StatementRow, 'actor'> => ({
  id,
  stored: storedOf(seq),
  timestamp: statement.timestamp ?? storedOf(seq),
  verb: {
    id: statement.verb.id,
    display: inWords(statement.verb.display) ?? lastPart(statement.verb.id),
  },
  object: objectRow(statement.object, inWords),
  result: resultRow(statement.result),
  registration: statement.context?.registration ?? null,
  statement,
})

function wordsIn(acceptLanguage: string | undefined) {
  const ranges = languageRanges(acceptLanguage)
  return (map: LanguageMap | undefined): string | undefined => {
    const text = map && chooseLanguage(map, ranges)?.[1]
    return text === '' ? undefined : text
  }
}

function objectRow(
  object: StatementObject,
  inWords: (map: LanguageMap | undefined) => string | undefined,
): StatementRow['object'] {
  if (isActivity(object))
    return { id: object.id, name: inWords(object.definition?.name) ?? object.id, type: 'Activity' }
  if (object.objectType === 'StatementRef')
    return { id: object.id, name: object.id, type: 'StatementRef' }
  if (object.objectType === 'SubStatement') {
    const name = inWords(object.verb.display) ?? lastPart(object.verb.id)
    return { id: object.verb.id, name, type: 'SubStatement' }
  }
  return { id: agentKey(object) ?? '', name: actorName(object), type: object.objectType }
}

function resultRow(result: Result | undefined): StatementRowResult | null {
  if (!result) return null
  const { extensions: _extensions, ...row } = result
  return row
}

/** A name to show: the one given, else the identifier without its scheme, else how many there are. */
function actorName(actor: Actor): string {
  if (actor.name) return actor.name
  if (actor.mbox) return actor.mbox.slice('mailto:'.length)
  const identifier = actor.account?.name ?? actor.openid ?? actor.mbox_sha1sum
  if (identifier) return identifier
  const members = actor.objectType === 'Group' ? (actor.member ?? []) : []
  return members.map(actorName).join(', ')
}

/** The last part of an IRI, which by custom says what it means: `.../verbs/completed`. */
const lastPart = (iri: string): string => iri.split(/[/#]/).findLast((part) => part !== '') ?? iri
