/** A statement after validation, as plain JSON values [xAPI-Data 2.4]. Only what rules look at is named; schemas say the rest. */
export interface Statement extends StatementBody {
  readonly id?: string
  readonly stored?: string
  readonly authority?: Actor
  readonly version?: string
}

/** What a statement and a SubStatement share. */
export interface StatementBody {
  readonly actor: Actor
  readonly verb: Verb
  readonly object: StatementObject
  readonly result?: Result
  readonly context?: Context
  readonly timestamp?: string
  readonly attachments?: readonly Attachment[]
}

export type LanguageMap = Readonly<Record<string, string>>
export type Extensions = Readonly<Record<string, unknown>>

export interface Account {
  readonly homePage: string
  readonly name: string
}

interface Identifiers {
  readonly name?: string
  readonly mbox?: string
  readonly mbox_sha1sum?: string
  readonly openid?: string
  readonly account?: Account
}

export interface Agent extends Identifiers {
  readonly objectType?: 'Agent'
}

export interface Group extends Identifiers {
  readonly objectType: 'Group'
  readonly member?: readonly Agent[]
}

export type Actor = Agent | Group

export interface Verb {
  readonly id: string
  readonly display?: LanguageMap
}

export interface Activity {
  readonly objectType?: 'Activity'
  readonly id: string
  readonly definition?: ActivityDefinition
}

export interface ActivityDefinition {
  readonly name?: LanguageMap
  readonly description?: LanguageMap
  readonly type?: string
  readonly moreInfo?: string
  readonly interactionType?: string
  readonly correctResponsesPattern?: readonly string[]
  readonly choices?: readonly InteractionComponent[]
  readonly scale?: readonly InteractionComponent[]
  readonly source?: readonly InteractionComponent[]
  readonly target?: readonly InteractionComponent[]
  readonly steps?: readonly InteractionComponent[]
  readonly extensions?: Extensions
}

export const componentLists = ['choices', 'scale', 'source', 'target', 'steps'] as const

interface InteractionComponent {
  readonly id: string
  readonly description?: LanguageMap
}

interface StatementReference {
  readonly objectType: 'StatementRef'
  readonly id: string
}

export interface SubStatement extends StatementBody {
  readonly objectType: 'SubStatement'
}

export type StatementObject =
  | Activity
  | (Agent & { readonly objectType: 'Agent' })
  | Group
  | StatementReference
  | SubStatement

export interface Score {
  readonly scaled?: number
  readonly raw?: number
  readonly min?: number
  readonly max?: number
}

export interface Result {
  readonly score?: Score
  readonly success?: boolean
  readonly completion?: boolean
  readonly response?: string
  readonly duration?: string
  readonly extensions?: Extensions
}

export const contextActivityKinds = ['parent', 'grouping', 'category', 'other'] as const

export type ContextActivities = Readonly<
  Partial<Record<(typeof contextActivityKinds)[number], Activity | readonly Activity[]>>
>

export interface Context {
  readonly registration?: string
  readonly instructor?: Actor
  readonly team?: Group
  readonly contextActivities?: ContextActivities
  readonly revision?: string
  readonly platform?: string
  readonly language?: string
  readonly statement?: StatementReference
  readonly extensions?: Extensions
  readonly contextAgents?: readonly { readonly agent: Agent; readonly relevantTypes?: string[] }[]
  readonly contextGroups?: readonly { readonly group: Group; readonly relevantTypes?: string[] }[]
}

export interface Attachment {
  readonly usageType: string
  readonly contentType: string
  readonly sha2: string
  readonly fileUrl?: string
}

export const voidedVerb = 'http://adlnet.gov/expapi/verbs/voided'

/** An object without objectType is an activity [xAPI-Data 2.4.4]. */
export const isActivity = (object: StatementObject): object is Activity =>
  object.objectType === undefined || object.objectType === 'Activity'

/** The context activities of one kind as an array, however they were sent [xAPI-Data 2.4.6.2]. */
export const activitiesOf = (
  value: Activity | readonly Activity[] | undefined,
): readonly Activity[] =>
  value === undefined
    ? []
    : Array.isArray(value)
      ? (value as readonly Activity[])
      : [value as Activity]
