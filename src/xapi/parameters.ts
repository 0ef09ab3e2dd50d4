import { Problem } from '../base/problem.ts'
import type { Validator } from '../base/validator.ts'
import { isIri, isUuid } from './formats.ts'
import type { XapiVersion } from './negotiate-version.ts'
import { agentKey } from './statements/index-keys.ts'
import { seqOf } from './statements/seq.ts'
import type { Actor, Agent } from './statements/statement.ts'
import type { Seq } from './statements/store.ts'
import { isRfc3339Timestamp } from './timestamp.ts'

/**
 * Query parameters of xAPI resources, each read by the rules for its type. All throw Problem `invalid-query` that names the
 * parameter. `clause` is that of the resource.
 */
export const parameterReaders = (clause: string) => {
  const refused = (name: string, sentence: string): Problem =>
    new Problem('invalid-query', sentence, { pointer: name, clause })

  return {
    refused,

    refuseUnknown: unknownRefuser(refused),

    /** @returns the UUID in lower case. */
    uuid(name: string, text: string): string {
      if (!isUuid(text)) throw refused(name, `The parameter "${name}" must be a UUID.`)
      return text.toLowerCase()
    },

    iri(name: string, text: string): string {
      if (!isIri(text)) throw refused(name, `The parameter "${name}" must be an absolute IRI.`)
      return text
    },

    boolean(name: string, text: string): boolean {
      if (text === 'true' || text === 'false') return text === 'true'
      throw refused(name, `The parameter "${name}" must be true or false.`)
    },

    /** ISO 8601 in 1.0.3, RFC 3339 in 2.0. */
    timestamp(name: string, text: string, version: XapiVersion): Seq {
      const seq = version === '1.0.3' || isRfc3339Timestamp(text) ? seqOf(text) : undefined
      if (seq === undefined) throw refused(name, `The parameter "${name}" must be a timestamp.`)
      return seq
    },

    /** An Agent, as JSON text; no Group. */
    agentObject(name: string, text: string, isAgent: Validator<Agent>): Agent {
      const agent = parsed(text)
      if (!isAgent(agent)) throw refused(name, `The parameter "${name}" must be an Agent as JSON.`)
      return agent
    },

    /** An Agent or an identified Group, as JSON text, to the text that stands for it. */
    agent(name: string, text: string, isActor: Validator<Actor>): string {
      const actor = parsed(text)
      if (!isActor(actor))
        throw refused(name, `The parameter "${name}" must be an Agent or identified Group as JSON.`)
      const key = agentKey(actor)
      if (key === undefined)
        throw refused(
          name,
          `The parameter "${name}" must be identified; an anonymous Group is not.`,
        )
      return key
    },
  }
}

/** Names are case-sensitive, and each may be given once. */
const unknownRefuser =
  (refused: (name: string, sentence: string) => Problem) =>
  (parameters: URLSearchParams, known: ReadonlySet<string>): void => {
    for (const name of new Set(parameters.keys())) {
      if (!known.has(name)) throw refused(name, `There is no parameter "${name}" here.`)
      if (parameters.getAll(name).length > 1)
        throw refused(name, `The parameter "${name}" is given more than once.`)
    }
  }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
