import { agentKey } from '../statements/index-keys.ts'
import type { Account, Agent } from '../statements/statement.ts'
import type { AgentReader } from './store.ts'

/** A Person Object: what an agent has, in lists [Communication 2.4]. */
export interface Person {
  readonly objectType: 'Person'
  readonly name?: readonly string[]
  readonly mbox?: readonly string[]
  readonly mbox_sha1sum?: readonly string[]
  readonly openid?: readonly string[]
  readonly account?: readonly Account[]
}

/**
 * What is known of the agent of a request: its identifier and the names that statements gave it, or that of the request.
 * Identifiers that belong to the same human are not brought together: nothing in a statement says that they do.
 */
export const findPerson =
  (store: AgentReader) =>
  async (agent: Agent): Promise<Person> => {
    const names = await store.findAgentNames(agentKey(agent)!)
    const given = agent.name === undefined || names.includes(agent.name) ? [] : [agent.name]
    const { mbox, mbox_sha1sum, openid, account } = agent
    return {
      objectType: 'Person',
      ...(names.length + given.length > 0 && { name: [...names, ...given] }),
      ...(mbox !== undefined && { mbox: [mbox] }),
      ...(mbox_sha1sum !== undefined && { mbox_sha1sum: [mbox_sha1sum] }),
      ...(openid !== undefined && { openid: [openid] }),
      ...(account !== undefined && { account: [account] }),
    }
  }
