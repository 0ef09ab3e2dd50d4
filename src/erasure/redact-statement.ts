import { newUuid } from '../base/ids.ts'
import {
  type Actor,
  type Agent,
  elements,
  equalityOf,
  indexKeys,
  members,
  type Statement,
  type StatementBody,
} from '../xapi/index.ts'
import { changeObject, withMember } from './change-text.ts'
import { identifiers } from './redact-value.ts'
import type { RewrittenStatement } from './store.ts'
import type { Trace } from './trace.ts'

/** In which part of a statement somebody stands. */
export type StatementRole =
  | 'actor'
  | 'member'
  | 'object'
  | 'instructor'
  | 'team'
  | 'authority'
  | 'context'
  | 'text'

/** How a statement is rewritten. */
export interface Redaction {
  readonly trace: Trace
  /** Home page of the accounts that stand for erased persons. */
  readonly homePage: string
  /** Name of the account that stands for this one. */
  readonly pseudonym: string
  /** The context extension that says that a statement was rewritten, and its value. */
  readonly marker: { readonly iri: string; readonly value: unknown }
  /** Whether what links the subject's statements to each other stays: their registration. */
  readonly isLinked: boolean
  /** Hashes, lower case, of files that hold something of the subject. */
  readonly taintedFiles: ReadonlySet<string>
}

const signature = 'http://adlnet.gov/expapi/attachments/signature'

/** Where the subject stands in a statement; nothing if it is about others. */
export function rolesIn(statement: Statement, text: string, trace: Trace): StatementRole[] {
  const roles = new Set<StatementRole>()
  collect(statement, trace, roles)
  if (statement.authority && isOne(statement.authority, trace)) roles.add('authority')
  if (roles.size === 0 && trace.isIn(plainText(text))) roles.add('text')
  return [...roles]
}

/** With escapes resolved, so that `\u1ec5` is found as ễ. */
export const plainText = (json: string): string =>
  json.includes('\\') ? JSON.stringify(JSON.parse(json)) : json

function collect(body: StatementBody, trace: Trace, roles: Set<StatementRole>): void {
  const { actor, object, context } = body
  if (trace.isSubject(actor)) roles.add('actor')
  else if (isOne(actor, trace)) roles.add('member')
  if (object.objectType === 'SubStatement') collect(object, trace, roles)
  else if (isOne(object as Actor, trace)) roles.add('object')
  if (!context) return
  if (context.instructor && isOne(context.instructor, trace)) roles.add('instructor')
  if (context.team && isOne(context.team, trace)) roles.add('team')
  const others = [
    ...(context.contextAgents ?? []).map(({ agent }) => agent),
    ...(context.contextGroups ?? []).map(({ group }) => group),
  ]
  if (others.some((one) => isOne(one, trace))) roles.add('context')
}

/** The actor itself, or one of a group's members. */
const isOne = (actor: Actor, trace: Trace): boolean =>
  trace.isSubject(actor) ||
  (actor.objectType === 'Group' && (actor.member ?? []).some((member) => trace.isSubject(member)))

/**
 * A statement without the subject. Everything else is as it was written, byte for byte; id, verb, time and place stay.
 * @param text of a statement in which `rolesIn` found the subject.
 */
export function redactStatement(text: string, redaction: Redaction): RewrittenStatement {
  const before = JSON.parse(text) as Statement
  const isOwn = isOne(before.actor, redaction.trace)
  const marked = withMarker(redactBody(text, redaction), redaction.marker)
  const json = redaction.isLinked ? marked : unlinked(marked, before, redaction)
  const statement = JSON.parse(json) as Statement & { authority: Actor }
  return {
    json,
    equality: equalityOf(statement),
    keys: indexKeys(statement),
    lostFiles: (before.attachments ?? [])
      .filter((file) => isOwn || isTainted(file, redaction))
      .map(({ sha2 }) => sha2),
  }
}

function redactBody(text: string, redaction: Redaction): string {
  const { trace } = redaction
  const body = JSON.parse(text) as StatementBody
  const isOwn = isOne(body.actor, trace)
  return changeObject(text, (name, value) => {
    switch (name) {
      case 'actor':
      case 'authority':
        return redactAgent(value, redaction)
      case 'object':
        return redactObject(value, redaction)
      case 'context':
        return changeObject(value, redactContext(redaction))
      case 'result':
        return changeObject(value, (inner, part) => {
          if (inner === 'response' && isOwn) return undefined
          return inner === 'extensions' ? withoutSubject(part, trace) : scrubbed(part, redaction)
        })
      case 'attachments':
        return isOwn ? undefined : redactFiles(value, redaction)
      case 'id':
      case 'stored':
      case 'timestamp':
      case 'version':
        return value
      default:
        return scrubbed(value, redaction)
    }
  })
}

function redactObject(text: string, redaction: Redaction): string {
  const { objectType } = JSON.parse(text) as { objectType?: string }
  if (objectType === 'SubStatement') return redactBody(text, redaction)
  if (objectType === 'Agent' || objectType === 'Group') return redactAgent(text, redaction)
  return scrubbed(text, redaction)
}

const redactContext =
  (redaction: Redaction) =>
  (name: string, value: string): string | undefined => {
    if (name === 'instructor' || name === 'team') return redactAgent(value, redaction)
    if (name === 'extensions') return withoutSubject(value, redaction.trace)
    if (name !== 'contextAgents' && name !== 'contextGroups') return scrubbed(value, redaction)
    const parts = elements(value, 0).map((one) =>
      changeObject(one, (inner, part) =>
        inner === 'agent' || inner === 'group'
          ? redactAgent(part, redaction)
          : scrubbed(part, redaction),
      ),
    )
    return `[${parts.join(',')}]`
  }

/** The pseudonym in the subject's place, in a group's members too; others stay as they are written. */
function redactAgent(text: string, redaction: Redaction): string {
  const actor = JSON.parse(text) as Actor
  if (!isOne(actor, redaction.trace)) return text
  const withMembers = changeObject(text, (name, value) =>
    name === 'member'
      ? `[${elements(value, 0)
          .map((one) => redactAgent(one, redaction))
          .join(',')}]`
      : value,
  )
  if (!redaction.trace.isSubject(actor)) return withMembers
  const bare = changeObject(withMembers, (name, value) =>
    identifiers.includes(name) ? undefined : value,
  )
  return withMember(bare, 'account', pseudonymousAccount(redaction))
}

const pseudonymousAccount = ({
  homePage,
  pseudonym: name,
}: Pick<Redaction, 'homePage' | 'pseudonym'>): NonNullable<Agent['account']> => ({ homePage, name })

/** Extensions without those that say something of the subject. */
const withoutSubject = (text: string, trace: Trace): string =>
  changeObject(text, (name, value) =>
    isAbout(trace, name) || isAbout(trace, plainText(value)) ? undefined : value,
  )

const isAbout = (trace: Trace, text: string): boolean => trace.mentions(text) || trace.names(text)

const isTainted = (
  { usageType, sha2 }: { readonly usageType: string; readonly sha2: string },
  { taintedFiles }: Redaction,
): boolean => usageType === signature || taintedFiles.has(sha2.toLowerCase())

/** A signature holds the whole statement as it was, so it cannot stay. */
function redactFiles(text: string, redaction: Redaction): string | undefined {
  const kept = elements(text, 0).filter((file) => !isTainted(JSON.parse(file), redaction))
  if (kept.length === 0) return undefined
  return `[${kept.map((file) => scrubbed(file, redaction)).join(',')}]`
}

/** A value with the pseudonym in the place of what its texts say of the subject. */
function scrubbed(text: string, redaction: Redaction): string {
  const { trace, pseudonym } = redaction
  if (!isAbout(trace, plainText(text))) return text
  if (text.startsWith('"')) return JSON.stringify(trace.scrub(JSON.parse(text), pseudonym))
  if (text.startsWith('[')) {
    return `[${elements(text, 0)
      .map((one) => scrubbed(one, redaction))
      .join(',')}]`
  }
  if (!text.startsWith('{')) return text
  const parts = members(text, 0).map(({ name, valueStart, end }) => {
    const written = JSON.stringify(trace.scrub(name, pseudonym))
    return `${written}:${scrubbed(text.slice(valueStart, end), redaction)}`
  })
  return `{${parts.join(',')}}`
}

function withMarker(text: string, { iri, value }: Redaction['marker']): string {
  const extensions = { [iri]: value }
  const { context } = JSON.parse(text) as Statement
  if (!context) return withMember(text, 'context', { extensions })
  return changeObject(text, (name, inner) => {
    if (name !== 'context') return inner
    if (!context.extensions) return withMember(inner, 'extensions', extensions)
    return changeObject(inner, (part, given) =>
      part === 'extensions'
        ? withMember(
            changeObject(given, (key, old) => (key === iri ? undefined : old)),
            iri,
            value,
          )
        : given,
    )
  })
}

/** With another registration than the subject's other statements have, wherever it stands in the text. */
function unlinked(text: string, { context }: Statement, { trace }: Redaction): string {
  const ids = new Set([...trace.identity.registrations, context?.registration?.toLowerCase()])
  let changed = text
  for (const id of ids) {
    if (id) changed = changed.replaceAll(new RegExp(id, 'gi'), newUuid())
  }
  return changed
}
