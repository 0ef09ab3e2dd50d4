import type { Principal } from '../../base/principal.ts'
import type { Agent } from './statement.ts'

/**
 * Who vouches for the statements that a principal sends: an account on this installation, named by the credential's key (or
 * the account's id), so that a change of its display name changes nobody's authority; or the account of a token's subject with
 * its identity provider [xAPI-Data 2.4.9].
 * @param appUrl origin of the app, without a slash at the end.
 */
export const authorityOf = (
  principal: Pick<Principal, 'id' | 'name' | 'issuer'>,
  appUrl: string,
): Agent => ({
  objectType: 'Agent',
  name: principal.name,
  account: { homePage: principal.issuer ?? appUrl, name: principal.id },
})
