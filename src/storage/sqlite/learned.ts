import { mergeDefinition } from '../../xapi/activities/merge-definition.ts'
import type { ActivityReader } from '../../xapi/activities/store.ts'
import { type AgentReader, withName } from '../../xapi/agents/store.ts'
import type { ActivityDefinition } from '../../xapi/statements/statement.ts'
import type { LearnedDefinition, LearnedName } from '../../xapi/statements/store.ts'
import type { Connection } from './connection.ts'
import type { Dictionary } from './dictionary.ts'
import { RecentEntries, textBytes } from './recent-entries.ts'
import { Remembered } from './remembered.ts'

const definitionsBytesMax = 16 * 1024 * 1024
const namesBytesMax = 8 * 1024 * 1024

/** A canonical definition as it is stored. */
interface KnownDefinition {
  readonly definition: ActivityDefinition
  readonly characters: number
}

/** Takes what statements say of activities and agents into the tables that the resources of both read. */
export class Learning {
  readonly #connection: Connection
  readonly #dictionary: Dictionary
  /** Canonical definitions by activity: most statements add nothing to them. */
  readonly #definitions: Remembered<KnownDefinition>
  /** The first name of the list, by agent. */
  readonly #lastNames: Remembered<string>

  constructor(connection: Connection, dictionary: Dictionary) {
    this.#connection = connection
    this.#dictionary = dictionary
    this.#definitions = new Remembered(
      connection,
      new RecentEntries(
        definitionsBytesMax,
        (activity, { characters }) => textBytes(activity) + 4 * characters,
      ),
    )
    this.#lastNames = new Remembered(
      connection,
      new RecentEntries(namesBytesMax, (agent, name) => textBytes(agent) + textBytes(name)),
    )
  }

  define({ activity, definition }: LearnedDefinition): void {
    const remembered = this.#definitions.get(activity)
    const known = remembered ?? this.#read(activity)
    const merged = mergeDefinition(known?.definition, definition)
    if (merged !== known?.definition) {
      const text = JSON.stringify(merged)
      this.#connection.run(writeDefinition, this.#dictionary.idOf(activity), text)
      this.#definitions.set(activity, { definition: merged, characters: text.length })
    } else if (known && !remembered) this.#definitions.set(activity, known)
  }

  #read(activity: string): KnownDefinition | undefined {
    const id = this.#dictionary.idOf(activity)
    const row = this.#connection.get<{ definition: string }>(definitionById, id)
    return row && { definition: JSON.parse(row.definition), characters: row.definition.length }
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

const definitionById = 'SELECT definition FROM activity WHERE id = ?'
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
