import { accountKey } from '../xapi/index.ts'
import { type BeginParts, newErasure } from './begin-erasure.ts'
import type { Erasure } from './erasure.ts'
import type { IdentifierHash, ListedErasure } from './erasures-list.ts'
import { agentsWhere, haveAlone } from './find-subject.ts'
import type { Identity } from './identity.ts'

/**
 * Orders the acts of a list again that these data, which come from a backup, do not know. Whom an act was about is found by
 * comparing what is here with the list's hashes; the pseudonym is the one that it had.
 * @returns how many were ordered, and how many of the list belong to another installation
 */
export const replayErasures =
  (parts: BeginParts & { readonly hash: IdentifierHash }) =>
  async (list: readonly ListedErasure[]): Promise<{ replayed: number; foreign: number }> => {
    const { store, hash } = parts
    let replayed = 0
    let foreign = 0
    for (const entry of list) {
      if (entry.key !== hash('')) {
        foreign++
        continue
      }
      if (await store.findErasure(entry.erasure)) continue
      const identity = await identityOf(parts, entry)
      await store.transact((tx) => tx.insertErasure(erasureOf(parts, entry, identity)))
      replayed++
    }
    return { replayed, foreign }
  }

async function identityOf(
  { store, appUrl, hash }: BeginParts & { readonly hash: IdentifierHash },
  { ids, hashes }: ListedErasure,
): Promise<Identity> {
  const known = new Set(hashes)
  const found = await agentsWhere(store, (key) => known.has(hash(key)))
  const agents = [...new Set([...ids.map((id) => accountKey(appUrl, id)), ...found])]
  const people = await Promise.all(ids.map((id) => store.findPerson(id)))
  const accounts = await Promise.all(ids.map((id) => store.accountsOf(id)))
  const all = [...people.filter((person) => person !== undefined), ...accounts.flat()]
  const names = [...new Set([...all.map(({ name }) => name), ...(await store.agentNames(agents))])]
  const person = people.find((one) => one !== undefined)?.id
  const owners = { agents, ...(person && { person }) }
  return {
    ids,
    agents,
    emails: all.flatMap(({ email }) => email ?? []),
    codes: people.flatMap((one) => one?.code ?? []),
    names,
    hasNamesAlone: await haveAlone(store, names, owners),
    registrations: (await store.personTraces(ids)).registrations,
  }
}

const erasureOf = (
  parts: BeginParts,
  { erasure: id, at, basis, pseudonym, isLinked }: ListedErasure,
  identity: Identity,
): Erasure => ({
  ...newErasure(parts, { id, pseudonym, identity }),
  createdAt: new Date(at),
  basis,
  reason: '',
  approver: '',
  by: { kind: 'anonymous', id: '', name: '' },
  isLinked,
  isReplay: true,
})
