import type { ErasureWriter, TracedPeopleReader } from '../../erasure/store.ts'
import type { Connection } from './connection.ts'
import { noteLeftovers } from './erasure-leftovers.ts'

const agentText = /^(mailto|account|sha1|openid):/

export const tracedPeople = (connection: Connection): TracedPeopleReader => ({
  async accountsOf(person) {
    const rows = connection.all<{ id: string; name: string; email: string; last: number }>(
      `SELECT a.id, a.name, a.email, ${isLastAdministrator} AS last FROM account a WHERE a.person = ?`,
      person,
    )
    return rows.map(({ last, ...account }) => ({ ...account, isLastAdministrator: last === 1 }))
  },
  async personTraces(learners) {
    const whose = JSON.stringify(learners)
    const registrations = connection
      .all<{ id: string }>(`SELECT id FROM registration WHERE learner IN (${inList})`, whose)
      .map(({ id }) => id)
    const ids = JSON.stringify(registrations)
    const count = (sql: string) => connection.get<{ n: number }>(sql, ids)!.n
    const of = (table: string) =>
      count(`SELECT count(*) AS n FROM ${table} WHERE registration IN (${inList})`)
    return {
      registrations,
      attempts: of('registration_attempt'),
      sessions: of('launch_session'),
      logLines: count(
        `SELECT coalesce(sum(lines), 0) AS n FROM session_log_part
         WHERE session IN (SELECT session FROM session_log WHERE registration IN (${inList}))`,
      ),
      answers: of('answer'),
      launchLinks: of('launch_ticket'),
      classes: connection
        .all<{ class: string }>(
          `SELECT class FROM class_member WHERE person IN (${inList}) ORDER BY class`,
          whose,
        )
        .map((row) => row.class),
    }
  },
  countDocuments: async (agents) =>
    connection.get<{ n: number }>(
      `SELECT count(*) AS n FROM document WHERE ${ofAgents}`,
      JSON.stringify(agents),
    )!.n,
  agentNames: async (agents) => [
    ...new Set(
      agents.flatMap((agent) => {
        const row = connection.get<{ names: string }>(
          'SELECT n.names FROM term t CROSS JOIN agent_name n ON n.id = t.id WHERE t.text = ?',
          agent,
        )
        return row ? (JSON.parse(row.names) as string[]) : []
      }),
    ),
  ],
  isNameShared: async (name, { person, agents }) =>
    connection.get(
      `SELECT 1 FROM person WHERE name = ?1 AND id IS NOT ?2
       UNION ALL
       SELECT 1 FROM agent_name n CROSS JOIN term t ON t.id = n.id
       WHERE instr(n.names, ?3) > 0 AND t.text NOT IN (SELECT value FROM json_each(?4)) LIMIT 1`,
      name,
      person ?? null,
      JSON.stringify(name),
      JSON.stringify(agents),
    ) !== undefined,
  async scanAgents(after, limit) {
    const rows = connection.all<{ id: number; text: string }>(
      'SELECT id, text FROM term WHERE id > ? ORDER BY id LIMIT ?',
      Number(after),
      limit,
    )
    const items = rows.map(({ text }) => text).filter((text) => agentText.test(text))
    // Documents may be of agents that no statement names.
    if (after === '') items.push(...documentAgents(connection))
    const last = rows.at(-1)
    return last ? { items, end: String(last.id) } : { items }
  },
  isImporting: async () =>
    connection.get(`SELECT 1 FROM import_job WHERE state IN ('waiting', 'running')`) !== undefined,
})

const inList = 'SELECT value FROM json_each(?)'
const ofAgents = `resource IN ('state', 'agent-profile') AND agent IN (${inList})`
const isLastAdministrator = `(
  EXISTS (SELECT 1 FROM account_grant g WHERE g.account = a.id AND g.role = 'administrator' AND g.place_kind = 'installation')
  AND NOT EXISTS (
    SELECT 1 FROM account_grant g JOIN account o ON o.id = g.account
    WHERE g.role = 'administrator' AND g.place_kind = 'installation' AND o.id <> a.id AND o.disabled_at IS NULL))`

const documentAgents = (connection: Connection): string[] =>
  connection
    .all<{ agent: string }>(`SELECT DISTINCT agent FROM document WHERE agent <> ''`)
    .map(({ agent }) => agent)

type PeopleForgetting = Pick<
  ErasureWriter,
  'forgetRegistration' | 'forgetPerson' | 'forgetAccount' | 'forgetAgents'
>

export const peopleEraser = (connection: Connection): PeopleForgetting => ({
  async forgetRegistration(erasure, id) {
    const responses = connection.all<{ question: number; response: number }>(
      'SELECT DISTINCT question, response FROM answer WHERE registration = ?',
      id,
    )
    const ids = responses.map(({ question, response }) => `${question}:${response}`)
    noteLeftovers(connection, erasure, { kind: 'response', ids })
    connection.run(
      'DELETE FROM session_log_part WHERE session IN (SELECT session FROM session_log WHERE registration = ?)',
      id,
    )
    for (const table of ofRegistration) {
      connection.run(`DELETE FROM ${table} WHERE registration = ?`, id)
    }
    connection.run('DELETE FROM registration WHERE id = ?', id)
  },
  async forgetPerson(id) {
    connection.run('DELETE FROM class_member WHERE person = ?', id)
    connection.run('DELETE FROM launch_shared WHERE learner = ?', id)
    connection.run('DELETE FROM person WHERE id = ?', id)
  },
  async forgetAccount(id) {
    for (const table of ofAccount) connection.run(`DELETE FROM ${table} WHERE account = ?`, id)
    connection.run('DELETE FROM request_source_hour WHERE id = ?', id)
    connection.run('DELETE FROM request_source WHERE id = ?', id)
    connection.run('DELETE FROM launch_shared WHERE learner = ?', id)
    connection.run('DELETE FROM account WHERE id = ?', id)
  },
  async forgetAgents(agents) {
    for (const agent of agents) {
      connection.run(
        'DELETE FROM agent_name WHERE id = (SELECT id FROM term WHERE text = ?)',
        agent,
      )
    }
    return connection.run(`DELETE FROM document WHERE ${ofAgents}`, JSON.stringify(agents))
  },
})

const ofRegistration = [
  'session_log',
  'attempt_evidence',
  'fetched_files',
  'attestation',
  'launch_ticket',
  'launch_session',
  'launch_attempt',
  'registration_attempt_activity',
  'registration_attempt',
  'answer',
  'answer_sheet',
  'version_move_registration',
] as const

const ofAccount = [
  'session',
  'sign_in_address',
  'account_grant',
  'account_link',
  'account_second_factor',
  'account_identity',
] as const
