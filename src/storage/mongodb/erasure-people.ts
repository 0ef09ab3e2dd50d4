import type { ErasureWriter, TracedPeopleReader } from '../../erasure/store.ts'
import { indexKeys } from '../../xapi/statements/index-keys.ts'
import { factors, links } from './access-factors.ts'
import { addresses, sessions } from './access-sessions.ts'
import { accounts, identities } from './accounts.ts'
import { answers } from './answers.ts'
import { cohortWriter } from './cohorts.ts'
import { courseAttempts } from './course-attempts.ts'
import { documents, removeDocuments } from './documents.ts'
import { noteLeftovers } from './erasure-leftovers.ts'
import { statementScan } from './erasure-statements.ts'
import { grants } from './grants.ts'
import { removePlays } from './launch.ts'
import { launchSessions } from './launch-sessions.ts'
import { shared } from './launch-shared.ts'
import { tickets } from './launch-tickets.ts'
import { agentReader, forgetNames, hasNameBesides } from './learned.ts'
import { sourceHours, sources } from './request-sources.ts'
import { people, registrations } from './rows.ts'
import type { Sequence } from './sequence.ts'
import { sessionLogReader, sessionLogs } from './session-logs.ts'
import { sheets } from './sheets.ts'
import { jobs } from './transfer.ts'
import { removeOutcomes } from './version-moves.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const tracedPeople = (view: View, sequence: Sequence): TracedPeopleReader => ({
  async accountsOf(person) {
    const rows = await view.in(accounts).find({ person }, { sort: { _id: 1 } })
    const found = []
    for (const { _id: id, name, email } of rows) {
      found.push({ id, name, email, isLastAdministrator: await isLastAdministrator(view, id) })
    }
    return found
  },
  personTraces: (learners) => personTraces(view, learners),
  countDocuments: (agents) => view.in(documents).count(ofAgents(agents)),
  async agentNames(agents) {
    const found = new Set<string>()
    for (const agent of agents) {
      for (const name of await agentReader(view).findAgentNames(agent)) found.add(name)
    }
    return [...found]
  },
  async isNameShared(name, { person = '', agents }) {
    const other = { name, _id: { $ne: person } }
    if (await view.in(people).findOne(other, { fields: { _id: 1 } })) return true
    return hasNameBesides(view, name, agents)
  },
  scanAgents: agentScan(view, sequence),
  async isImporting() {
    const open = { state: { $in: ['waiting', 'running'] } } as const
    return (await view.in(jobs).findOne(open, { fields: { _id: 1 } })) !== undefined
  },
})

async function isLastAdministrator(view: View, account: string): Promise<boolean> {
  const given = await view
    .in(grants)
    .find({ role: 'administrator', placeKind: 'installation' }, { fields: { account: 1 } })
  if (!given.some((grant) => grant.account === account)) return false
  const others = given.map((grant) => grant.account).filter((id) => id !== account)
  const active = { _id: { $in: others }, disabledAt: { $exists: false } }
  return (await view.in(accounts).findOne(active, { fields: { _id: 1 } })) === undefined
}

async function personTraces(
  view: View,
  learners: readonly string[],
): ReturnType<TracedPeopleReader['personTraces']> {
  const whose = { learner: { $in: [...learners] } }
  const rows = await view.in(registrations).find(whose, { fields: { _id: 1 }, sort: { _id: 1 } })
  const ids = rows.map(({ _id }) => _id)
  const registration = { $in: ids }
  const enrolled = await view
    .in(people)
    .find({ _id: { $in: [...learners] } }, { fields: { classes: 1 } })
  return {
    registrations: ids,
    attempts: await view.in(courseAttempts).count({ registration }),
    sessions: await view.in(launchSessions).count({ registration }),
    logLines: await countLogLines(view, ids),
    answers: await view.in(answers).count({ registration }),
    launchLinks: await view.in(tickets).count({ registration }),
    classes: enrolled.flatMap(({ classes }) => classes).sort(),
  }
}

/** One session's lines after the other: those of all might not fit into memory. */
async function countLogLines(view: View, ids: readonly string[]): Promise<number> {
  const logs = await view
    .in(sessionLogs)
    .find({ registration: { $in: [...ids] } }, { fields: { _id: 1 } })
  let lines = 0
  for (const { _id } of logs) lines += (await sessionLogReader(view).sessionLogLines(_id)).length
  return lines
}

/** States and agents' profiles; other documents are of nobody. */
const ofAgents = (agents: readonly string[]) => ({
  agent: { $in: agents.filter((agent) => agent !== '') },
})

const documentsAtOnce = 1_000

/**
 * The agents of documents, then those of statements. Statements are found by hashes, so their texts are read: it takes as long as
 * going through all of them does.
 */
function agentScan(view: View, sequence: Sequence): TracedPeopleReader['scanAgents'] {
  const { scanStatements } = statementScan(view, sequence)
  return async (after, limit) => {
    if (!after.startsWith('statements ')) {
      const rows = await view
        .in(documents)
        .find(
          { agent: { $gt: after.slice('documents '.length) } },
          { fields: { agent: 1 }, sort: { agent: 1 }, limit: documentsAtOnce },
        )
      const last = rows.at(-1)
      return {
        items: [...new Set(rows.map(({ agent }) => agent))],
        end: last ? `documents ${last.agent}` : 'statements 0',
      }
    }
    const page = await scanStatements(after.slice('statements '.length), limit)
    const items = new Set(
      page.items.flatMap(({ json }) => indexKeys(JSON.parse(json.toString())).relatedAgents),
    )
    return { items: [...items], ...(page.end && { end: `statements ${page.end}` }) }
  }
}

type PeopleForgetting = Pick<
  ErasureWriter,
  'forgetRegistration' | 'forgetPerson' | 'forgetAccount' | 'forgetAgents'
>

export const peopleEraser = (transaction: Transaction): PeopleForgetting => {
  const { view } = transaction
  return {
    async forgetRegistration(erasure, id) {
      const row = await view.in(registrations).findOne({ _id: id })
      if (!row) return
      const given = await view
        .in(answers)
        .find({ registration: id }, { fields: { question: 1, response: 1 } })
      const ids = given.map(({ question, response }) => `${question}:${response}`)
      await noteLeftovers(view, erasure, { kind: 'response', ids })
      await view.in(answers).remove({ registration: id })
      const { package: packageId, learner } = row
      await view.in(sheets).remove({ package: packageId, learner, registration: id })
      await removePlays(view, id)
      await removeOutcomes(view, id, row.moves ?? [])
      await view.in(registrations).remove({ _id: id })
    },
    async forgetPerson(id) {
      const row = await view.in(people).findOne({ _id: id }, { fields: { classes: 1 } })
      const { deleteClassMember } = cohortWriter(transaction)
      for (const one of row?.classes ?? []) await deleteClassMember(one, id)
      await view.in(shared).remove({ learner: id })
      await view.in(people).remove({ _id: id })
    },
    forgetAccount: (id) => forgetAccount(view, id),
    async forgetAgents(agents) {
      await forgetNames(view, agents)
      return removeDocuments(view, ofAgents(agents))
    },
  }
}

async function forgetAccount(view: View, id: string): Promise<void> {
  await view.in(sessions).remove({ account: id })
  await view.in(grants).remove({ account: id })
  await view.in(identities).remove({ account: id })
  await view.in(factors).remove({ _id: id })
  await view.in(links).remove({ _id: id })
  await view.in(addresses).remove({ '_id.account': id })
  const programs = await view.in(sources).find({ id }, { fields: { _id: 1 } })
  for (const { _id } of programs) {
    // No character but ! comes after a space.
    await view.in(sourceHours).remove({ _id: { $gte: `${_id} `, $lt: `${_id}!` } })
    await view.in(sources).remove({ _id })
  }
  await view.in(shared).remove({ learner: id })
  await view.in(accounts).remove({ _id: id })
}
