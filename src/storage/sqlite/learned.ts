import { mergeDefinition } from '../../xapi/activities/merge-definition.ts'
import type { ActivityReader } from '../../xapi/activities/store.ts'
import { type AgentReader, withName } from '../../xapi/agents/store.ts'
import type { ActivityDefinition } from '../../xapi/statements/statement.ts'
import type { LearnedDefinition, LearnedName } from '../../xapi/statements/store.ts'
import type { Connection } from './connection.ts'
import type { Dictionary } from './dictionary.ts'
import { Remembered } from './remembered.ts'

const definitionsRememberedMax = 10_000
const namesRememberedMax = 50_000
/** Longer definitions are merged anew each time, so that the memory stays small. */
const rememberedCharactersMax = 2_000

/** Takes what statements say of activities and agents into the tables that the resources of both read. */
export class Learning {
  readonly #connection: Connection
  readonly #dictionary: Dictionary
  /** The definition that was merged last, as JSON, by activity: the same again changes nothing. */
  readonly #lastDefinitions: Remembered<string>
  /** The first name of the list, by agent. */
  readonly #lastNames: Remembered<string>

  constructor(connection: Connection, dictionary: Dictionary) {
    this.#connection = connection
    this.#dictionary = dictionary
    this.#lastDefinitions = new Remembered(connection, definitionsRememberedMax)
    this.#lastNames = new Remembered(connection, namesRememberedMax)
  }

  define({ activity, definition }: LearnedDefinition): void {
    const text = JSON.stringify(definition)
    if (this.#lastDefinitions.get(activity) === text) return
    const id = this.#dictionary.idOf(activity)
    const known = this.#connection.get<{ definition: string }>(
      'SELECT definition FROM activity WHERE id = ?',
      id,
    )?.definition
    const merged = JSON.stringify(
      mergeDefinition(known === undefined ? undefined : JSON.parse(known), definition),
    )
    if (merged !== known) this.#connection.run(writeDefinition, id, merged)
    this.#lastDefinitions.set(activity, text.length <= rememberedCharactersMax ? text : '')
  }

  name({ agent, name }: LearnedName): void {
    if (this.#lastNames.get(agent) === name) return
    const id = this.#dictionary.idOf(agent)
    const known = this.#connection.get<{ names: string }>(
      'SELECT names FROM agent_name WHERE id = ?',
      id,
    )?.names
    const names = JSON.stringify(withName(known === undefined ? [] : JSON.parse(known), name))
    if (names !== known) this.#connection.run(writeNames, id, names)
    this.#lastNames.set(agent, name)
  }
}

const writeDefinition =
  'INSERT INTO activity VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET definition = excluded.definition'
const writeNames =
  'INSERT INTO agent_name VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET names = excluded.names'

export const activityReader = (connection: Connection): ActivityReader => ({
  async findDefinitions(activities) {
    const found = new Map<string, ActivityDefinition>()
    for (const activity of activities) {
      const row = connection.get<{ definition: string }>(
        'SELECT a.definition FROM term t CROSS JOIN activity a ON a.id = t.id WHERE t.text = ?',
        activity,
      )
      if (row) found.set(activity, JSON.parse(row.definition))
    }
    return found
  },
})

export const agentReader = (connection: Connection): AgentReader => ({
  async findAgentNames(agent) {
    const row = connection.get<{ names: string }>(
      'SELECT a.names FROM term t CROSS JOIN agent_name a ON a.id = t.id WHERE t.text = ?',
      agent,
    )
    return row ? JSON.parse(row.names) : []
  },
})
