export {
  type AccessSettings,
  type AuthenticateProgram,
  openAccess,
  type RequestCredentials,
} from './access.ts'
export { changeCredential, rotateCredential } from './change-credential.ts'
export type { OidcSettings } from './check-bearer-token.ts'
export { createCredential, type NewCredential } from './create-credential.ts'
export { defaultScopes } from './credential.ts'
export { credentialItem } from './credential-routes.ts'
export type { WantedGrant } from './give-role.ts'
export type { ProviderSettings } from './identity-provider.ts'
export { revokeCredential } from './revoke-credential.ts'
export { createSetupLink } from './set-up.ts'
export type { AccessReader, AccessWriter } from './store.ts'
export type * from './wire.ts'
