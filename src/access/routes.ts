import type { Operation } from '../http/operation.ts'
import type { AccessParts } from './access-parts.ts'
import { accountOperations } from './account-routes.ts'
import { credentialOperations } from './credential-routes.ts'
import { grantOperations } from './grant-routes.ts'
import { ownOperations } from './own-routes.ts'
import { sessionOperations, setupOperations } from './session-routes.ts'

export const accessOperations = (parts: AccessParts): Operation[] => [
  ...setupOperations(parts),
  ...sessionOperations(parts),
  ...ownOperations(parts),
  ...accountOperations(parts),
  ...grantOperations(parts),
  ...credentialOperations(parts),
]
