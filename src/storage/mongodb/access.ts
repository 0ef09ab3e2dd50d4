import type { AccessReader, AccessWriter } from '../../access/store.ts'
import { credentialCollections, credentialReader, credentialWriter } from './access-credentials.ts'
import { factorCollections, factorReads, factorWrites } from './access-factors.ts'
import { sessionCollections, sessionReader, sessionWriter } from './access-sessions.ts'
import { accountCollections, accountLists, accountReads, accountWrites } from './accounts.ts'
import { grantReads, grants, grantWrites } from './grants.ts'
import { isInside, isThere } from './reach.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const accessCollections = [
  ...accountCollections,
  grants,
  ...factorCollections,
  ...sessionCollections,
  ...credentialCollections,
]

export const accessReader = (view: View): AccessReader => ({
  ...accountReads(view),
  ...accountLists(view),
  ...grantReads(view),
  ...factorReads(view),
  ...sessionReader(view),
  ...credentialReader(view),
  exists: (kind, id) => isThere(view, kind, id),
  isInside: (reach, target) => isInside(view, reach, target),
})

export const accessWriter = ({ view }: Transaction): AccessWriter => ({
  ...accountReads(view),
  ...accountWrites(view),
  ...grantReads(view),
  ...grantWrites(view),
  ...factorReads(view),
  ...factorWrites(view),
  ...sessionWriter(view),
  ...credentialWriter(view),
})
