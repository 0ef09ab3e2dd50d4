import type { CredentialParts } from './credential-routes.ts'
import type { AccessReader } from './store.ts'
import type { SecondFactors } from './use-second-factor.ts'

/** Everything that the operations of this slice use. */
export interface AccessParts extends CredentialParts {
  readonly factors: SecondFactors
  /** Whether there is such a thing; slices further right know them. */
  readonly exists: Exists
  /** Absent where nobody signs in at an identity provider. */
  readonly provider?: { readonly name: string } | undefined
}

export type Exists = AccessReader['exists']
