import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** An OpenID Connect provider on this machine: its discovery document, its keys, and the tokens that it gives. */
export interface IdentityProvider {
  readonly issuer: string
  /** What it was asked for, in order. */
  readonly requests: string[]
  /** The `jwks_uri` of its discovery document. */
  jwksUri: string
  isDown: boolean
  /** Adds a key; it signs from now on. */
  addKey(algorithm: string): Promise<void>
  /** A token with these claims beside iss, aud, sub, exp and iat; undefined takes one of those away. */
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
  stop(): Promise<void>
}

type Keys = Awaited<ReturnType<typeof generateKeyPair>>

export async function startIdentityProvider(audience: string): Promise<IdentityProvider> {
  const jwks: Record<string, unknown>[] = []
  let signing: { keys: Keys; alg: string; kid: string }
  const server: Server = createServer((request, response) => {
    provider.requests.push(request.url!)
    if (provider.isDown) response.writeHead(500).end()
    else if (request.url === '/keys') response.end(JSON.stringify({ keys: jwks }))
    else response.end(JSON.stringify({ issuer: provider.issuer, jwks_uri: provider.jwksUri }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: IdentityProvider = {
    issuer,
    requests: [],
    jwksUri: `${issuer}/keys`,
    isDown: false,
    async addKey(alg) {
      const keys = await generateKeyPair(alg)
      const kid = `key ${jwks.length}`
      jwks.push({ ...(await exportJWK(keys.publicKey)), alg, kid, use: 'sig' })
      signing = { keys, alg, kid }
    },
    token(claims = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000)
      const payload = { iss: issuer, aud: audience, sub: 'machine', iat: now, exp: now + 300 }
      return new SignJWT({ ...payload, ...claims })
        .setProtectedHeader({ alg: signing.alg, kid: signing.kid, ...header })
        .sign(signing.keys.privateKey)
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  await provider.addKey('RS256')
  return provider
}
