import { Problem } from '../base/problem.ts'
import type { Person } from '../people/index.ts'
import { type Agent, accountKey, agentKey } from '../xapi/index.ts'
import type { ErasureSubject } from './erasure.ts'
import type { Identity } from './identity.ts'
import type { ErasingStore, NameOwners, TracedAccount } from './store.ts'
import { digestOf } from './trace.ts'

/** Somebody, with all that is known of who they are. */
export interface FoundSubject {
  readonly identity: Identity
  readonly person?: Person
  readonly accounts: readonly TracedAccount[]
  /** What must be typed to confirm an act: the code, else the name, else the agent. */
  readonly confirmation: string
}

/** By what an agent is taken for the subject. */
type Recognition = (key: string) => boolean

const agentsPerScan = 5_000

/**
 * Finds out who a subject is. A learner is also each agent with their e-mail address or its digest, and each account that is
 * named by their school code; `besides` are agents that are somebody else, and are left out.
 * @throws Problem `learner-not-found`, `invalid-request` for an agent without an identifier
 */
export const findSubject =
  (store: ErasingStore, appUrl: string) =>
  async (subject: ErasureSubject, besides: readonly Agent[] = []): Promise<FoundSubject> => {
    if ('agent' in subject) return findAgent(store, subject.agent)
    const person = await store.findPerson(subject.person)
    if (!person) throw new Problem('learner-not-found', 'There is no learner with this id.')
    const except = new Set(besides.map((agent) => agentKey(agent)))
    return describePerson(store, appUrl, { person, except })
  }

/** A learner with every agent that they are taken for. */
export async function describePerson(
  store: ErasingStore,
  appUrl: string,
  { person, except }: { readonly person: Person; readonly except: ReadonlySet<unknown> },
): Promise<FoundSubject> {
  const accounts = await store.accountsOf(person.id)
  const ids = [person.id, ...accounts.map(({ id }) => id)]
  const emails = [...new Set([person.email, ...accounts.map(({ email }) => email)])].filter(
    (email) => email !== undefined,
  )
  const own = ids.map((id) => accountKey(appUrl, id))
  const found = await agentsWhere(store, recognition({ own, emails, code: person.code }))
  const agents = [...new Set([...own, ...found])].filter((key) => !except.has(key))
  const names = [person.name, ...accounts.map(({ name }) => name)]
  return withNames(store, {
    person,
    accounts,
    ids,
    agents,
    emails,
    codes: person.code === undefined ? [] : [person.code],
    names,
    registrations: (await store.personTraces(ids)).registrations,
    confirmation: person.code ?? person.name,
  })
}

function recognition({
  own,
  emails,
  code,
}: {
  readonly own: readonly string[]
  readonly emails: readonly string[]
  readonly code: string | undefined
}): Recognition {
  const known = new Set([
    ...own,
    ...emails.flatMap((email) => [`mailto:${email.toLowerCase()}`, `sha1:${digestOf(email)}`]),
  ])
  const name = code && `|${code.toLowerCase()}`
  return (key) => {
    const folded = key.toLowerCase()
    if (known.has(folded)) return true
    return name !== undefined && folded.startsWith('account:') && folded.endsWith(name)
  }
}

async function findAgent(store: ErasingStore, agent: Agent): Promise<FoundSubject> {
  const key = agentKey(agent)
  if (key === undefined) {
    throw new Problem('invalid-request', 'The agent has no identifier.', {
      pointer: '/subject/agent',
    })
  }
  const address = key.startsWith('mailto:') ? key.slice('mailto:'.length) : undefined
  const known = new Set([key.toLowerCase(), ...(address ? [`sha1:${digestOf(address)}`] : [])])
  const found = await agentsWhere(store, (text) => known.has(text.toLowerCase()))
  return withNames(store, {
    accounts: [],
    ids: [],
    agents: [...new Set([key, ...found])],
    emails: [],
    codes: [],
    names: agent.name === undefined ? [] : [agent.name],
    registrations: [],
    confirmation: key,
  })
}

/** Canonical texts of agents of whom anything is kept. */
export async function agentsWhere(store: ErasingStore, isOne: Recognition): Promise<string[]> {
  const found: string[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await store.scanAgents(after, agentsPerScan)
    found.push(...page.items.filter(isOne))
    after = page.end
    await new Promise(setImmediate)
  }
  return found
}

async function withNames(
  store: ErasingStore,
  {
    person,
    accounts,
    confirmation,
    names: given,
    ...known
  }: Omit<Identity, 'hasNamesAlone'> & Omit<FoundSubject, 'identity'>,
): Promise<FoundSubject> {
  const names = [...new Set([...given, ...(await store.agentNames(known.agents))])]
  const owners = { agents: known.agents, ...(person && { person: person.id }) }
  return {
    identity: { ...known, names, hasNamesAlone: await haveAlone(store, names, owners) },
    accounts,
    confirmation,
    ...(person && { person }),
  }
}

/** Whether nobody else has one of these names. */
export async function haveAlone(
  store: Pick<ErasingStore, 'isNameShared'>,
  names: readonly string[],
  owners: NameOwners,
): Promise<boolean> {
  for (const name of names) if (await store.isNameShared(name, owners)) return false
  return true
}
